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
package io.github.camelmqttx.examples.quickstart;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.Exchange;

/** The simulated devices: each gets hotter until it is told to cool. */
public final class Devices {

    static final List<String> NAMES = List.of("oven-1", "oven-2", "oven-3", "oven-4", "oven-5");

    private static final double COOL = 40;
    private static final double STEP = 0.9;

    private final Post post;
    private final Map<String, Double> celsius = new ConcurrentHashMap<>();
    private volatile boolean measuring;

    Devices(Post post) {
        this.post = post;
        for (int i = 0; i < NAMES.size(); i++) {
            celsius.put(NAMES.get(i), COOL + 7 * i);
        }
    }

    /** Makes a message of a device's temperature; the exchange ends here if no more is to be measured. */
    void measure(Exchange exchange, String device) {
        if (measuring) {
            post.write(exchange, Flow.TEMPERATURE, device, celsius.merge(device, STEP, Double::sum));
        } else {
            exchange.setRouteStop(true);
        }
    }

    /** Does what a command says, and makes the message that confirms it. */
    public void obey(Exchange exchange) {
        String device = exchange.getMessage().getHeader(Post.DEVICE, String.class);
        celsius.put(device, COOL);
        post.write(exchange, Flow.CONFIRMATION, device, COOL);
    }

    void startMeasuring() {
        measuring = true;
    }

    void stopMeasuring() {
        measuring = false;
    }
}
