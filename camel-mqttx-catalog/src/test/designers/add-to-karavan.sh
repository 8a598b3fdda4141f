#!/bin/sh
# Adds mqttx to the palette of Karavan, or replaces it there:
#   add-to-karavan.sh <metadata/components.json of Karavan> <components.json for Karavan>
set -eu
palette=$1
mqttx=$2
jq --compact-output --slurp '.[0] + .[1] | unique_by(.component.name)' "$mqttx" "$palette" > "$palette.new"
mv "$palette.new" "$palette"
