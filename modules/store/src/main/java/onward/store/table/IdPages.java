package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.UnknownCursor;

/**
 * Pages of a list ordered by id, which is the order of creation, newest first; see {@link Keyset} for lists that are
 * ordered by something else.
 *
 * @param cursor the statement (scope, id) that gives one row when the list has such an item
 * @param older the statement (scope, id, limit) of the items on that side, the nearest first; {@code newer} likewise
 */
record IdPages(Statements statements, String cursor, String older, String newer) {
    private static final UUID LAST_ID = new UUID(-1, -1);

    /**
     * One page, each row made an item by {@code item}; fails with {@link UnknownCursor} when the list has no such item.
     *
     * @param scope what leads every statement, for example the project
     */
    <T> Future<Page<T>> page(SqlClient client, PageRequest request, List<Object> scope, Function<Row, T> item) {
        return edge(client, request.cursor(), scope)
                .compose(edge -> client.preparedQuery(statements.get(request.before() == null ? older : newer))
                        .execute(values(scope, edge, request.limit() + 1)))
                .map(rows -> Page.of(request, Columns.list(rows, item)));
    }

    private Future<UUID> edge(SqlClient client, UUID id, List<Object> scope) {
        if (id == null) {
            return Future.succeededFuture(LAST_ID);
        }
        return client.preparedQuery(statements.get(cursor))
                .execute(values(scope, id))
                .compose(rows ->
                        rows.size() == 1 ? Future.succeededFuture(id) : Future.failedFuture(new UnknownCursor(id)));
    }

    private static Tuple values(List<Object> scope, Object... more) {
        var values = new ArrayList<>(scope);
        values.addAll(List.of(more));
        return Tuple.wrap(values);
    }
}
