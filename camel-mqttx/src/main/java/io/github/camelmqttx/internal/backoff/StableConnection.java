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
package io.github.camelmqttx.internal.backoff;

/**
 * Resets a back-off only after a connection that lasted, so that a broker that accepts connections and drops them is
 * not tried in a tight loop. Not safe for use by several threads: confined to the serial context of its owner.
 */
public final class StableConnection {

    private final BackoffPolicy backoff;
    private final long stableNanos;
    private long connectedSince;
    private boolean connected;

    /**
     * @param  backoff                  what to reset
     * @param  stableNanos              how long a connection must last; 0 means that every connection counts
     * @throws IllegalArgumentException if the time is negative
     */
    public StableConnection(BackoffPolicy backoff, long stableNanos) {
        if (stableNanos < 0) {
            throw new IllegalArgumentException("stableNanos must not be negative, but is " + stableNanos);
        }
        this.backoff = backoff;
        this.stableNanos = stableNanos;
    }

    /** A connection begins. */
    public void connected(long now) {
        connected = true;
        connectedSince = now;
    }

    /**
     * The connection has ended; resets the back-off if it lasted. Without a connection nothing happens.
     *
     * @return whether the connection lasted
     */
    public boolean disconnected(long now) {
        boolean lasted = isStable(now);
        connected = false;
        if (lasted) {
            backoff.reset();
        }
        return lasted;
    }

    /** Whether there is a connection that has lasted long enough by now. */
    public boolean isStable(long now) {
        return connected && now - connectedSince >= stableNanos;
    }
}
