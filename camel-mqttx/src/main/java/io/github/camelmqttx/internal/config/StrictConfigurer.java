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
package io.github.camelmqttx.internal.config;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.component.PropertyConfigurerSupport;
import org.jspecify.annotations.Nullable;

/**
 * Refuses options that do not exist, and text that is no number or no duration, before Camel binds it. Camel takes such
 * text for 0 (4.17 to 4.22): qos=one would be at most once, keepAliveInterval=5S no keep-alive at all.
 */
public final class StrictConfigurer implements PropertyConfigurer, PropertyConfigurerGetter {

    /** Numbers of type long, in lower case; everything else of that type is a duration. */
    private static final Set<String> LONG_NUMBERS = Set.of("outboxmaxbytes", "receivebufferbytes");

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,100}");

    private final PropertyConfigurer configurer;
    private final PropertyConfigurerGetter getter;
    private final Supplier<? extends Collection<String>> known;

    private StrictConfigurer(
                             PropertyConfigurer configurer, PropertyConfigurerGetter getter,
                             Supplier<? extends Collection<String>> known) {
        this.configurer = configurer;
        this.getter = getter;
        this.known = known;
    }

    /**
     * The configurer behind the check, or null if there is none.
     *
     * @param known names that may have been meant by one that the configurer does not know; asked for then only
     */
    public static @Nullable PropertyConfigurer of(
            @Nullable PropertyConfigurer configurer, Supplier<? extends Collection<String>> known) {
        return configurer instanceof PropertyConfigurerGetter getter
                ? new StrictConfigurer(configurer, getter, known) : configurer;
    }

    /**
     * Checks the options of an endpoint before any of them is bound.
     *
     * @param  known                    names of all options
     * @throws IllegalArgumentException with all values that are no number or no duration, and then with unknown options
     *                                  too, which Camel reports only if everything else could be bound
     */
    public static void check(
            @Nullable PropertyConfigurer configurer, Map<String, Object> parameters, Collection<String> known) {
        if (!(configurer instanceof PropertyConfigurerGetter getter)) {
            return;
        }
        List<String> mistakes = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<String, Object> parameter : new TreeMap<>(parameters).entrySet()) {
            String name = parameter.getKey();
            Class<?> type = getter.getOptionType(name, true);
            String mistake = mistake(name, parameter.getValue(), type);
            if (mistake != null) {
                mistakes.add(mistake);
            } else if (type == null && name.indexOf('.') < 0 && !name.equals("topic")) {
                unknown.add(UnknownOptions.line(name, known));
            }
        }
        if (!mistakes.isEmpty()) {
            mistakes.addAll(unknown);
            throw new IllegalArgumentException(Mistakes.text(mistakes));
        }
    }

    /** @throws IllegalArgumentException if there is no such option, or the value cannot be one of it */
    @Override
    public boolean configure(CamelContext context, Object target, String name, @Nullable Object value, boolean ignoreCase) {
        Class<?> type = getter.getOptionType(name, ignoreCase);
        String mistake = type == null ? UnknownOptions.line(name, known.get()) : mistake(name, value, type);
        if (mistake != null) {
            throw new IllegalArgumentException(mistake);
        }
        return configurer.configure(context, target, name, value, ignoreCase);
    }

    private static @Nullable String mistake(String name, @Nullable Object value, @Nullable Class<?> type) {
        if (!(value instanceof String text) || text.startsWith("#") || PropertyConfigurerSupport.MAGIC_VALUE.equals(text)) {
            return null;
        }
        if (type == int.class) {
            return numberMistake(name, text, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == long.class && LONG_NUMBERS.contains(name.toLowerCase(Locale.ROOT))) {
            return numberMistake(name, text, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        return type == long.class && !DurationOptions.isDuration(text) && !DurationOptions.isIsoDuration(text)
                ? name + "=" + text + " is not a duration: write for example 500ms, 30s, 5m, 1h30m or 7d" : null;
    }

    private static @Nullable String numberMistake(String name, String text, long min, long max) {
        if (!NUMBER.matcher(text).matches()) {
            return name + "=" + text + " is not a whole number: write digits only";
        }
        BigInteger number = new BigInteger(text);
        return number.compareTo(BigInteger.valueOf(min)) < 0 || number.compareTo(BigInteger.valueOf(max)) > 0
                ? name + "=" + text + " is out of range: use " + min + " to " + max : null;
    }

    @Override
    public @Nullable Class<?> getOptionType(String name, boolean ignoreCase) {
        return getter.getOptionType(name, ignoreCase);
    }

    @Override
    public String[] getAutowiredNames() {
        return getter.getAutowiredNames();
    }

    @Override
    public @Nullable Object getCollectionValueType(Object target, String name, boolean ignoreCase) {
        return getter.getCollectionValueType(target, name, ignoreCase);
    }

    @Override
    public @Nullable Object getOptionValue(Object target, String name, boolean ignoreCase) {
        return getter.getOptionValue(target, name, ignoreCase);
    }
}
