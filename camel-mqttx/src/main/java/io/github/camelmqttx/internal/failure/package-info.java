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
 * What becomes of a message whose exchange has failed: the option {@code onFailure}. Decisions only; what they need
 * done is behind {@code FailureActions}. All types are safe for use by many threads.
 * <p>
 * Reading order: {@code FailureStrategy}, {@code FailureStrategies}, the strategies. Used by {@code consumer},
 * {@code config} and the root package.
 */
@NullMarked
package io.github.camelmqttx.internal.failure;

import org.jspecify.annotations.NullMarked;
