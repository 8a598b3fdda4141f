#!/bin/sh
# Adds mqttx to each runtime of a Kaoto catalog, or replaces it there:
#   add-to-kaoto.sh <folder of the catalog> <components.json for Kaoto>
set -eu
catalog=$1
mqttx=$2
for components in "$catalog"/*/*/camel-catalog-aggregate-components-*.json; do
    if [ ! -f "$components" ]; then
        echo "$catalog is no Kaoto catalog: no file */*/camel-catalog-aggregate-components-*.json in it" >&2
        exit 1
    fi
    jq --compact-output --slurp add "$components" "$mqttx" > "$components.new"
    mv "$components.new" "$components"
done
