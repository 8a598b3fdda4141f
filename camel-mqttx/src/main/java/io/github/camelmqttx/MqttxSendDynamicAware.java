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
package io.github.camelmqttx;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.spi.SendDynamicAware;
import org.apache.camel.spi.annotations.SendDynamic;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets all topics of a {@code toD} template share one endpoint, and keeps the template: what data brings into the path
 * is part of the topic and nothing else.
 * <p>
 * The endpoint is {@code mqttx:dynamic} with the options of the template; the topic travels in the header
 * {@code CamelMqttxOverrideTopic}, which is set before the producer and afterwards removed, or restored if it was set.
 * So a template whose options have no {@code ${}} cannot be given options by data: its options are those of the
 * template, and the topic is exactly what stands between the scheme and them, question marks and percent signs
 * included. The producer validates the topic (no wildcard, no U+0000).
 * <p>
 * With {@code ${}} in the options there is one endpoint for each evaluated URI as without this class, and a question
 * mark that data brings in is refused. Works for every name the component is registered with. Thread-safe.
 */
@SendDynamic("mqttx")
public class MqttxSendDynamicAware extends ServiceSupport implements SendDynamicAware {

    /** Path of the endpoint that the topics of a template share; never published to. */
    static final String STATIC_PATH = "dynamic";

    /** Name of the header with the topic. */
    static final String TOPIC_HEADER = "CamelMqttxOverrideTopic";

    private @Nullable CamelContext camelContext;
    private String scheme = "mqttx";

    @Override
    public void setScheme(String scheme) {
        this.scheme = scheme;
    }

    @Override
    public String getScheme() {
        return scheme;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    @Override
    @SuppressWarnings("NullAway")
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public boolean isLenientProperties() {
        return false;
    }

    /**
     * @return                          null if the options are dynamic, or the template is not of this scheme
     * @throws IllegalArgumentException if data brought a question mark into a template with dynamic options
     */
    @Override
    @SuppressWarnings("NullAway")
    public @Nullable DynamicAwareEntry prepare(Exchange exchange, String uri, String originalUri) {
        String template = EndpointHelper.resolveEndpointUriPropertyPlaceholders(exchange.getContext(), originalUri).trim();
        String prefix = scheme + ":";
        if (!template.startsWith(prefix) || !uri.startsWith(prefix)) {
            return null;
        }
        int query = queryStart(template);
        String options = query < 0 ? "" : template.substring(query);
        if (isDynamic(options)) {
            refuseQuestionMarks(uri, template);
            return null;
        }
        if (!uri.endsWith(options)) {
            throw new IllegalArgumentException(
                    "toD: the evaluated URI does not end with the options of its template " + prefix
                                               + "...; move what changes them into the options");
        }
        int start = prefix.length() + (template.startsWith("//", prefix.length()) ? 2 : 0);
        String topic = uri.substring(start, uri.length() - options.length());
        return new TopicEntry(uri, originalUri, topic, prefix + STATIC_PATH + options);
    }

    private static boolean isDynamic(String text) {
        return text.contains("${") || text.contains("$simple{");
    }

    /** Index of the first question mark outside of expressions, or -1. */
    private static int queryStart(String template) {
        int depth = 0;
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (template.startsWith("${", i) || template.startsWith("$simple{", i) || (depth > 0 && c == '{')) {
                depth++;
                i = template.indexOf('{', i);
            } else if (depth > 0 && c == '}') {
                depth--;
            } else if (depth == 0 && c == '?') {
                return i;
            }
        }
        return -1;
    }

    private static void refuseQuestionMarks(String uri, String template) {
        long own = 0;
        int start = queryStart(template);
        while (start >= 0) {
            own++;
            int next = queryStart(template.substring(start + 1));
            start = next < 0 ? -1 : start + 1 + next;
        }
        if (uri.chars().filter(c -> c == '?').count() > own) {
            throw new IllegalArgumentException(
                    "toD: the data of this message has a question mark, which would begin the options of the "
                                               + "endpoint: remove it from the data, or make the options of the template constant");
        }
    }

    @Override
    public @Nullable String resolveStaticUri(Exchange exchange, DynamicAwareEntry entry) {
        return entry instanceof TopicEntry topic ? topic.staticUri : null;
    }

    @Override
    public @Nullable Processor createPreProcessor(Exchange exchange, DynamicAwareEntry entry) {
        if (entry instanceof TopicEntry topic) {
            return target -> {
                topic.previous = target.getMessage().getHeader(TOPIC_HEADER);
                target.getMessage().setHeader(TOPIC_HEADER, topic.topic);
            };
        }
        return null;
    }

    @Override
    public @Nullable Processor createPostProcessor(Exchange exchange, DynamicAwareEntry entry) {
        if (entry instanceof TopicEntry topic) {
            return target -> {
                Message message = target.getMessage();
                if (topic.previous == null) {
                    message.removeHeader(TOPIC_HEADER);
                } else {
                    message.setHeader(TOPIC_HEADER, topic.previous);
                }
            };
        }
        return null;
    }

    /** One evaluation, for one exchange. */
    private static final class TopicEntry extends DynamicAwareEntry {

        private final String topic;
        private final String staticUri;
        private @Nullable Object previous;

        @SuppressWarnings("NullAway")
        TopicEntry(String uri, String originalUri, String topic, String staticUri) {
            super(uri, originalUri, null, null);
            this.topic = topic;
            this.staticUri = staticUri;
        }
    }
}
