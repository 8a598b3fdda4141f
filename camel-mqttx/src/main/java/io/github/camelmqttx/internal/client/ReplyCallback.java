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
package io.github.camelmqttx.internal.client;

/**
 * Told in the serial context what a broker answered to a SUBSCRIBE or UNSUBSCRIBE; at most one of the two, at most
 * once.
 */
public interface ReplyCallback {

    /**
     * @param reasonCodes one for each filter of the request, in its order; for the UNSUBACK of MQTT 3.x, which has
     *                    none, all 0. Spec: 5.0 sections 3.9.3 and 3.11.3
     */
    void replied(int[] reasonCodes);
}
