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

/**
 * In what the drivers are allowed to differ. Each difference is named here and in the documentation of the driver; the
 * tests of the contract expect nothing else to differ.
 *
 * @param acknowledgesQos2WhenDone   a QoS 2 message is acknowledged when its route is done; else such subscriptions
 *                                   need {@code ackMode=onReceive}, and a route gets the message when the broker has
 *                                   released it
 * @param repeatsQos1AsDuplicate     a QoS 1 publish that was not answered goes out again with DUP in a resumed session;
 *                                   else as a new message
 * @param publishesQos2InKeptSession publishes of QoS 2 are possible with {@code cleanStart=false}; else they can come
 *                                   twice when the connection is lost
 */
record DriverTraits(boolean acknowledgesQos2WhenDone, boolean repeatsQos1AsDuplicate, boolean publishesQos2InKeptSession) {

    static DriverTraits of(Driver driver) {
        return switch (driver) {
            case NETTY -> new DriverTraits(true, true, true);
            case PAHO -> new DriverTraits(false, false, false);
        };
    }

    /** What a consumer's URI with QoS 2 needs in addition. */
    String receivingQos2() {
        return acknowledgesQos2WhenDone ? "" : "&ackMode=onReceive";
    }
}
