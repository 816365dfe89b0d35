package onward.app.contract;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import onward.app.Server;
import onward.app.config.Config;
import onward.store.TestDatabase;

/** The whole server in this process: a free port, a fresh database, a known key, mails captured. */
final class RunningServer implements AutoCloseable {
    static final String KEY = "re_contract_test_0123456789";

    private final Server server;

    RunningServer(Path data) {
        server = Server.start(Config.read(
                List.of(),
                Map.of(
                        "ONWARD_PORT",
                        "0",
                        "ONWARD_DATA",
                        data.toString(),
                        "ONWARD_DATABASE_URL",
                        TestDatabase.fresh(),
                        "ONWARD_API_KEY",
                        KEY)));
    }

    String url() {
        return server.url();
    }

    int port() {
        return URI.create(server.url()).getPort();
    }

    @Override
    public void close() {
        server.close();
    }
}
