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
package io.github.camelmqttx.internal.pool;

import io.github.camelmqttx.internal.session.SessionSettings;

/**
 * What two leases must have in common to be of one session.
 *
 * @param scope tells sessions with equal settings apart: empty where everybody shares
 */
public record SessionKey(SessionSettings settings, String scope) {

    private static final String REDELIVERY = "redelivering ";

    /** The key of a consumer that reconnects for redeliveries. @param owner a name that no other endpoint has */
    public static SessionKey forRedelivery(SessionSettings settings, String owner) {
        return new SessionKey(settings, REDELIVERY + "consumer " + owner);
    }

    boolean isForRedelivery() {
        return scope.startsWith(REDELIVERY);
    }

    /** The key of a consumer. @param owner a name that no other endpoint has */
    public static SessionKey forConsumer(SessionSettings settings, SessionSharing sharing, String owner) {
        return switch (sharing) {
            case ALWAYS -> new SessionKey(settings, "");
            case NEVER -> new SessionKey(settings, "consumer " + owner);
            case AUTO -> new SessionKey(settings, settings.clientId() == null ? "consumer " + owner : "");
        };
    }

    /**
     * The key of one of the sessions of a producer.
     *
     * @param owner a name that no other endpoint has
     * @param index 0 to {@code poolSize - 1}
     */
    public static SessionKey forProducer(SessionSettings settings, SessionSharing sharing, String owner, int index) {
        String suffix = index == 0 ? "" : "#" + index;
        return new SessionKey(settings, sharing == SessionSharing.NEVER ? "producer " + owner + suffix : suffix);
    }
}
