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

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** What the routes of the plant need besides routing: commands, and the average per device. */
public final class Plant implements AggregationStrategy {

    private static final String SUM = "sumOfCelsius";
    private static final String COUNT = "countOfReadings";

    private final Post post;
    private final Map<String, String> averages = new ConcurrentSkipListMap<>();

    Plant(Post post) {
        this.post = post;
    }

    /** Makes a command to cool of a reading that is too hot. */
    public void command(Exchange exchange) {
        post.write(exchange, Flow.COMMAND, exchange.getMessage().getHeader(Post.DEVICE, String.class),
                exchange.getMessage().getHeader(Post.CELSIUS, Double.class));
    }

    /** Adds a reading to those of its device in the current window. */
    @Override
    public Exchange aggregate(Exchange window, Exchange reading) {
        Exchange sum = window == null ? reading : window;
        double celsius = reading.getMessage().getHeader(Post.CELSIUS, Double.class);
        sum.setProperty(SUM, sum.getProperty(SUM, 0.0, Double.class) + celsius);
        sum.setProperty(COUNT, sum.getProperty(COUNT, 0, Integer.class) + 1);
        return sum;
    }

    /** The window of a device has ended. */
    public void average(Exchange window) {
        double average = window.getProperty(SUM, Double.class) / window.getProperty(COUNT, Integer.class);
        averages.put(window.getMessage().getHeader(Post.DEVICE, String.class), String.format(Locale.ROOT, "%.1f", average));
    }

    /** The last average of each device, for people. */
    String averages() {
        StringBuilder text = new StringBuilder();
        averages.forEach((device, average) -> text.append("  ").append(device).append(' ').append(average).append(" °C"));
        return text.toString().strip();
    }
}
