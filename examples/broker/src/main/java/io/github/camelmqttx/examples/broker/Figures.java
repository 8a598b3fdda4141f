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
package io.github.camelmqttx.examples.broker;

/**
 * What the books say.
 *
 * @param sent    messages that must arrive
 * @param arrived messages that have arrived, each counted once
 * @param again   further arrivals of the same messages
 * @param missing messages that must arrive and have not
 * @param late    messages whose first arrival came after that of a later one
 */
public record Figures(int sent, int arrived, int again, int missing, int late) {

    Figures plus(Figures other) {
        return new Figures(
                sent + other.sent, arrived + other.arrived, again + other.again, missing + other.missing, late + other.late);
    }

    @Override
    public String toString() {
        return "sent " + sent + ", arrived " + arrived + ", arrived again " + again + ", missing " + missing
               + ", out of order " + late;
    }
}
