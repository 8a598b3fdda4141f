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
 * @param seesDuplicates             DUP of a received message is seen, so that what the broker sends again while it is
 *                                   in a route is recognised; else the route gets it again
 * @param repeatsAsSpecified         a publish that was not answered goes out again with DUP in a resumed session, and
 *                                   as a new message in a new one; else QoS 1 is always new, and QoS 2 has DUP
 * @param publishesQos2InKeptSession publishes of QoS 2 are possible with {@code cleanStart=false}; else they can come
 *                                   twice when the connection is lost
 * @param largestWebSocketMessage    bytes that every broker takes; more where packets are split into frames
 */
record DriverTraits(boolean acknowledgesQos2WhenDone, boolean seesDuplicates, boolean repeatsAsSpecified,
        boolean publishesQos2InKeptSession, int largestWebSocketMessage) {

    static DriverTraits of(Driver driver, int level) {
        return switch (driver) {
            case NETTY -> new DriverTraits(true, true, true, true, 200_000);
            case PAHO -> new DriverTraits(false, level < 5, false, false, 60_000);
        };
    }

    /** What a consumer's URI with QoS 2 needs in addition. */
    String receivingQos2() {
        return acknowledgesQos2WhenDone ? "" : "&ackMode=onReceive";
    }
}
