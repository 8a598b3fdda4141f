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
/**
 * From options to settings: {@code ConfigurationCheck} explains every mistake at once, {@code SessionSettingsFactory}
 * makes the immutable settings of a session, {@code ConsumerOptions} those of a consumer.
 * <p>
 * Reading order: {@code ConfigurationCheck}, {@code Mistakes}, {@code BrokerOptions}, {@code DurationOptions},
 * {@code SessionSettingsFactory}, {@code ConsumerOptions}, {@code StrictConfigurer}, {@code UnknownOptions},
 * {@code SimilarNames}. Used by the root package; {@code SimilarNames} by {@code binding} too.
 */
@NullMarked
package io.github.camelmqttx.internal.config;

import org.jspecify.annotations.NullMarked;
