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
 * The pages for those who come from another connector are complete and true: every setting of the other one has its
 * row, what a row calls ours exists, and what is gone is refused with a hint.
 * <p>
 * Reading order: {@code PageTable}, {@code Metadata}, {@code PahoOptionsTest}, {@code MuleSoftPageTest}. The routes of
 * the pages run in {@code it.PahoMigrationIT} and {@code it.MuleSoftMigrationIT}.
 */
package io.github.camelmqttx.migration;
