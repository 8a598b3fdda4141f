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

import org.eclipse.paho.client.mqttv3.MqttPingSender;
import org.eclipse.paho.client.mqttv3.internal.ClientComms;
import org.jspecify.annotations.Nullable;

/** Keep Alive of a client of version 3 of the library. */
final class Paho3Ping implements MqttPingSender {

    private final KeepAliveTimer timer;
    private volatile @Nullable ClientComms client;

    Paho3Ping(KeepAliveTimer timer) {
        this.timer = timer;
    }

    @Override
    public void init(ClientComms comms) {
        client = comms;
    }

    @Override
    public void start() {
        ClientComms comms = client;
        if (comms != null) {
            timer.start(this::check, comms.getKeepAlive());
        }
    }

    @Override
    public void stop() {
        timer.stop();
    }

    @Override
    public void schedule(long delayInMilliseconds) {
        timer.schedule(this::check, delayInMilliseconds);
    }

    private void check() {
        ClientComms comms = client;
        if (comms != null) {
            comms.checkForActivity();
        }
    }
}
