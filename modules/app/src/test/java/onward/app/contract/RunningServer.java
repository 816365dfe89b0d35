package onward.app.contract;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
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
        this(data, Map.of());
    }

    /** With further settings, by the names that the environment has for them. */
    RunningServer(Path data, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "ONWARD_PORT",
                "0",
                "ONWARD_DATA",
                data.toString(),
                "ONWARD_DATABASE_URL",
                TestDatabase.fresh(),
                "ONWARD_API_KEY",
                KEY));
        settings.putAll(more);
        server = Server.start(Config.read(List.of(), settings));
    }

    String url() {
        return server.localUrl();
    }

    int port() {
        return URI.create(server.localUrl()).getPort();
    }

    @Override
    public void close() {
        server.close();
    }
}
