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

import org.eclipse.paho.mqttv5.client.MqttPingSender;
import org.eclipse.paho.mqttv5.client.internal.ClientComms;
import org.jspecify.annotations.Nullable;

/** Keep Alive of a client of version 5 of the library. */
final class Paho5Ping implements MqttPingSender {

    private final KeepAliveTimer timer;
    private volatile @Nullable ClientComms client;

    Paho5Ping(KeepAliveTimer timer) {
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
