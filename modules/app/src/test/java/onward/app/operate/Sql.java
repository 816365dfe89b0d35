package onward.app.operate;

import java.sql.DriverManager;
import java.sql.SQLException;
import onward.store.DatabaseUri;

/** Statements that break a database on purpose, and look into it. */
final class Sql {
    private Sql() {}

    static void run(String uri, String sql) {
        DatabaseUri database = DatabaseUri.read(uri);
        try (var connection = DriverManager.getConnection(database.jdbc(), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("Expected to run: " + sql, e);
        }
    }

    /** The first column of the first row, as text. */
    static String one(String uri, String sql) {
        DatabaseUri database = DatabaseUri.read(uri);
        try (var connection = DriverManager.getConnection(database.jdbc(), database.user(), database.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException("Expected an answer to: " + sql, e);
        }
    }
}
