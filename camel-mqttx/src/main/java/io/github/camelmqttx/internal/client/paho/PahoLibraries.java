/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelmqttx.internal.client.paho;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.github.camelmqttx.internal.client.ProtocolVersion;

/** Which of the Paho libraries are on the class path. Uses none of them. */
public final class PahoLibraries {

    static final String VERSION_5 = "org.eclipse.paho:org.eclipse.paho.mqttv5.client:1.2.5";
    static final String VERSION_3 = "org.eclipse.paho:org.eclipse.paho.client.mqttv3:1.2.5";
    private static final String CLASS_OF_5 = "org.eclipse.paho.mqttv5.client.MqttAsyncClient";
    private static final String CLASS_OF_3 = "org.eclipse.paho.client.mqttv3.MqttAsyncClient";

    private PahoLibraries() {
    }

    /** Maven coordinates of the libraries that are needed for these versions of MQTT and are not there. */
    public static List<String> missingFor(Set<ProtocolVersion> versions) {
        return missingFor(versions, PahoLibraries::isPresent);
    }

    static List<String> missingFor(Set<ProtocolVersion> versions, Predicate<String> isPresent) {
        List<String> missing = new ArrayList<>(2);
        if (versions.contains(ProtocolVersion.MQTT_5) && !isPresent.test(CLASS_OF_5)) {
            missing.add(VERSION_5);
        }
        boolean before5 = versions.contains(ProtocolVersion.MQTT_3_1_1) || versions.contains(ProtocolVersion.MQTT_3_1);
        if (before5 && !isPresent.test(CLASS_OF_3)) {
            missing.add(VERSION_3);
        }
        return missing;
    }

    private static boolean isPresent(String className) {
        try {
            Class.forName(className, false, PahoLibraries.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
