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

import java.util.concurrent.TimeUnit;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.cluster.FileLockClusterService;

/** The recipe of the documents for one active process out of several, as {@link MasterContract} runs it. */
final class ClusterRecipe extends RouteBuilder {

    // tag::route[]
    @Override
    public void configure() {
        from("master:plant7:mqttx:plant7/#?qos=2&clientId=plant7&cleanStart=false&sessionExpiryInterval=1d")
                .routeId("plant7")
                .to("direct:store");
    }
    // end::route[]

    // tag::service[]
    static FileLockClusterService fileLock(String sharedDirectory) {
        FileLockClusterService service = new FileLockClusterService();
        service.setRoot(sharedDirectory);
        service.setAcquireLockDelay(200, TimeUnit.MILLISECONDS);
        service.setAcquireLockInterval(200, TimeUnit.MILLISECONDS);
        return service;
    }
    // end::service[]
}
