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
package io.github.camelmqttx.it;

/**
 * In what the drivers are allowed to differ. Each difference is named here and in the documentation; the tests of the
 * contract expect nothing else to differ.
 */
record DriverTraits() {

    static DriverTraits of(Driver driver, int level) {
        return new DriverTraits();
    }

    /** What is to be the same with all drivers. */
    Trace comparable(Trace trace) {
        return trace;
    }
}
