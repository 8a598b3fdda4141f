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
package io.github.camelmqttx.benchmark.peer;

/**
 * One PUBLISH as it lies in a buffer: positions only, reused for every packet of a connection. {@link #copy()} detaches
 * it from the buffer.
 */
final class Publish {
    byte[] bytes = new byte[0];
    int topicAt;
    int topicLength;
    int propertiesAt;
    int propertiesLength;
    int payloadAt;
    int payloadLength;
    int qos;
    boolean retain;

    Publish copy() {
        Publish copy = new Publish();
        copy.bytes = new byte[topicLength + propertiesLength + payloadLength];
        copy.topicLength = topicLength;
        copy.propertiesAt = topicLength;
        copy.propertiesLength = propertiesLength;
        copy.payloadAt = topicLength + propertiesLength;
        copy.payloadLength = payloadLength;
        copy.qos = qos;
        copy.retain = retain;
        System.arraycopy(bytes, topicAt, copy.bytes, 0, topicLength);
        System.arraycopy(bytes, propertiesAt, copy.bytes, copy.propertiesAt, propertiesLength);
        System.arraycopy(bytes, payloadAt, copy.bytes, copy.payloadAt, payloadLength);
        return copy;
    }
}
