package onward.bench.house;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The server's database, looked at from outside. One thread. */
public final class Database implements AutoCloseable {
    private final String url;
    private final String user;
    private final String password;
    private final long postmaster;
    private final Connection connection;

    private Database(String url, String user, String password, long postmaster) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.postmaster = postmaster;
        this.connection = connect();
    }

    /** The embedded one of a server's data directory, which runs. */
    static Database embedded(Path home) {
        try {
            String port = Files.readString(home.resolve("port")).strip();
            String password = Files.readString(home.resolve("password")).strip();
            String pid =
                    Files.readAllLines(home.resolve("data-18/postmaster.pid")).get(0);
            return new Database(
                    "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                    "onward",
                    password,
                    Long.parseLong(pid.strip()));
        } catch (IOException e) {
            throw new BenchRefused("Expected the embedded database in " + home + ", found:", e);
        }
    }

    /** Another one; what its processes use is not known. */
    static Database at(String uri) {
        URI at = URI.create(uri);
        String[] login = (at.getRawUserInfo() == null ? ":" : at.getRawUserInfo()).split(":", 2);
        String port = at.getPort() < 0 ? "" : ":" + at.getPort();
        return new Database(
                "jdbc:postgresql://" + at.getHost() + port + at.getPath(),
                decoded(login[0]),
                login.length < 2 ? null : decoded(login[1]),
                0);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The process all others of the database descend from; 0 when it is not ours to look at. */
    long postmaster() {
        return postmaster;
    }

    /** A connection of one's own. */
    public Connection connect() {
        try {
            return DriverManager.getConnection(url + "?ApplicationName=bench&preferQueryMode=extended", user, password);
        } catch (SQLException e) {
            throw new BenchRefused("Expected to connect to " + url + ", found:", e);
        }
    }

    /** The first column of the first row. */
    public long number(String sql, Object... values) {
        return rows(sql, row -> row.getLong(1), values).get(0);
    }

    /** The same as text. */
    public String text(String sql, Object... values) {
        return rows(sql, row -> row.getString(1), values).get(0);
    }

    public boolean is(String sql, Object... values) {
        return rows(sql, row -> row.getBoolean(1), values).get(0);
    }

    public void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new BenchCut("Expected the database to answer, found:", e);
        }
    }

    public <T> List<T> rows(String sql, RowReader<T> reader, Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            var rows = new ArrayList<T>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows.add(reader.read(found));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new BenchCut("Expected the database to answer, found:", e);
        }
    }

    /** What becomes of a row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** At once, even while another thread asks something. */
    @Override
    public void close() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new BenchCut("Expected to close the connection, found:", e);
        }
    }
}
