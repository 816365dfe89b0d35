package onward.trial;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import onward.trial.drive.Driver;
import onward.trial.house.Postgres;

/** Looks into the database, over one connection that is opened again after a fault. It only helps to aim: what it sees is no evidence. */
final class Peephole implements Driver.Sight {
    private static final String FIRST_TIMEOUT = """
            select min(w.until)
            from chk_run as r join chk_wait as w on w.project_id = r.project_id and w.run_id = r.id
            where r.event_id = ?::uuid""";

    private final Postgres postgres;
    private Connection connection;

    Peephole(Postgres postgres) {
        this.postgres = postgres;
    }

    @Override
    public synchronized Optional<Instant> firstTimeout(String eventId) {
        try {
            if (connection == null) {
                connection = postgres.connect();
            }
            try (var statement = connection.prepareStatement(FIRST_TIMEOUT)) {
                statement.setString(1, eventId);
                ResultSet row = statement.executeQuery();
                row.next();
                return Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant);
            }
        } catch (SQLException away) {
            connection = null; // the database is down, by intent
            return Optional.empty();
        }
    }
}
