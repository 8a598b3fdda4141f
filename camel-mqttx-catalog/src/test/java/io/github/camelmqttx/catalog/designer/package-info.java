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
 * Tests of what the designers Karavan and Kaoto make of the fragments for them: their rules, as far as they decide what
 * a user sees, are {@link io.github.camelmqttx.catalog.designer.KaravanRules} and
 * {@link io.github.camelmqttx.catalog.designer.KaotoRules}. {@link io.github.camelmqttx.catalog.designer.KaotoEditorIT}
 * asks Kaoto's own editor in a browser, in the profile {@code designers}.
 */
package io.github.camelmqttx.catalog.designer;
