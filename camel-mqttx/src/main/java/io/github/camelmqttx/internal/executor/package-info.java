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
 * The threads that run routes: an executor that grows when its threads are blocked, not when they are busy.
 * <p>
 * Reading order: {@code ElasticSettings}, {@code ElasticExecutor}, {@code Worker}, {@code StallWatch}. Used by the root
 * package, which hands it to the pool and to consumers as a plain {@link java.util.concurrent.Executor}; imports
 * neither Camel nor a driver nor any other package of this module.
 */
@NullMarked
package io.github.camelmqttx.internal.executor;

import org.jspecify.annotations.NullMarked;
