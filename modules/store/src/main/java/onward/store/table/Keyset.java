package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.UnknownCursor;

/**
 * Pages of a list ordered by (created_at, id), newest first. A file of statements that wants to be paged
 * has three: {@code cursor} (scope, id) gives the created_at of an item; {@code older} and {@code newer}
 * (scope, filters, at, id, limit) give the items on either side of it, the nearest first.
 */
final class Keyset {
    private static final OffsetDateTime END_OF_TIME = OffsetDateTime.of(9999, 12, 31, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final UUID LAST_ID = new UUID(-1, -1);

    private record Position(OffsetDateTime at, UUID id) {}

    private Keyset() {}

    /**
     * One page, each row made an item by {@code item}; fails with {@link UnknownCursor} when the list has no
     * such item.
     *
     * @param scope what leads every statement, for example the project
     * @param filters what narrows the list, but not the lookup of the cursor
     */
    static <T> Future<Page<T>> page(
            SqlClient client,
            Statements statements,
            PageRequest request,
            List<Object> scope,
            List<Object> filters,
            Function<Row, T> item) {
        return position(client, statements, request, scope).compose(from -> {
            var values = new ArrayList<>(scope);
            values.addAll(filters);
            values.addAll(List.of(from.at(), from.id(), request.limit() + 1));
            return client.preparedQuery(statements.get(request.before() == null ? "older" : "newer"))
                    .execute(Tuple.wrap(values))
                    .map(rows -> Page.of(request, rows.stream().map(item).toList()));
        });
    }

    private static Future<Position> position(
            SqlClient client, Statements statements, PageRequest request, List<Object> scope) {
        UUID cursor = request.cursor();
        if (cursor == null) {
            return Future.succeededFuture(new Position(END_OF_TIME, LAST_ID));
        }
        var values = new ArrayList<>(scope);
        values.add(cursor);
        return client.preparedQuery(statements.get("cursor"))
                .execute(Tuple.wrap(values))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw new UnknownCursor(cursor);
                    }
                    return new Position(rows.iterator().next().getOffsetDateTime(0), cursor);
                });
    }
}
