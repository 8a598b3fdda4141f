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
package io.github.camelmqttx.it;

import java.util.stream.Stream;

/**
 * What each test of the contract runs with, at each broker.
 *
 * @param version value of the option {@code mqttVersion}
 */
record Cell(Driver driver, String version) {

    /** Every driver with every version of MQTT. */
    static Stream<Cell> all() {
        return Stream.of(Driver.values()).flatMap(driver -> Stream.of("5", "3.1.1", "3.1").map(one -> new Cell(driver, one)));
    }

    /** Every driver with MQTT 5.0. */
    static Stream<Cell> newest() {
        return all().filter(Cell::isMqtt5);
    }

    /** Every driver with MQTT 5.0 and with MQTT 3.1.1. */
    static Stream<Cell> current() {
        return all().filter(cell -> cell.level() > 3);
    }

    boolean isMqtt5() {
        return "5".equals(version);
    }

    /** The protocol level: 3 (MQTT 3.1), 4 (3.1.1) or 5 (5.0). */
    int level() {
        return isMqtt5() ? 5 : "3.1.1".equals(version) ? 4 : 3;
    }

    /** Short, for topics and for Client Identifiers, of which MQTT 3.1 takes 23 characters. */
    String id() {
        return driver.option() + "-" + level();
    }

    DriverTraits traits() {
        return DriverTraits.of(driver, level());
    }

    @Override
    public String toString() {
        return driver + " MQTT " + version;
    }
}
