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
package io.github.camelmqttx.examples.bridge;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.github.camelmqttx.examples.broker.JavaProcess;
import io.github.camelmqttx.examples.broker.LocalBroker;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/** The other end of the bridge: a table of readings. Used by one thread. */
final class Database implements AutoCloseable {

    private static final int START_SECONDS = 60;

    static {
        // Else H2 tries a second long whether the server is there after all.
        System.setProperty("h2.socketConnectRetry", "1");
    }

    private final int port = LocalBroker.freePort();
    private final Path directory;
    private final JdbcDataSource dataSource = new JdbcDataSource();
    private @Nullable JavaProcess server;

    /** @param directory for the data, which survives a kill */
    Database(Path directory) {
        this.directory = directory;
        // Without delay a commit is on disk when it returns; by default H2 waits half a second.
        dataSource.setUrl("jdbc:h2:tcp://127.0.0.1:" + port + "/./readings;WRITE_DELAY=0;DB_CLOSE_DELAY=-1");
    }

    DataSource dataSource() {
        return dataSource;
    }

    void start(Path log) throws IOException, InterruptedException {
        CountDownLatch ready = new CountDownLatch(1);
        server = JavaProcess.start(DatabaseMain.class, log, line -> ready.countDown(), String.valueOf(port),
                directory.toString());
        if (!ready.await(START_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("The database has not started; see database.log in " + log);
        }
    }

    void kill() throws InterruptedException {
        if (server != null) {
            server.kill();
        }
    }

    void createTable() throws SQLException {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE reading (meter VARCHAR, number BIGINT, kwh DECIMAL(9, 2), PRIMARY KEY (meter, number))");
        }
    }

    int rows() throws SQLException {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement();
             ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM reading")) {
            result.next();
            return result.getInt(1);
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
