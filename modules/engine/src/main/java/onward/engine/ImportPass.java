package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.flow.fact.Result;
import onward.store.RowFault;
import onward.store.Store;
import onward.store.table.HookEvents;
import onward.store.table.ImportPlan;
import onward.store.table.Imports;
import onward.store.table.Imports.Entry;
import onward.store.table.Imports.Work;
import onward.store.table.Matching;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves one import by one batch, all of it in one transaction: contacts, what they join, and how far the import is.
 * The import's row is held meanwhile, so nodes share the work and none does a record twice.
 */
final class ImportPass implements Pass {
    /** How long a file may take to be received; after it what there is of it is forgotten. */
    static final Duration RECEIVING_MAX = Duration.ofHours(6);

    private static final Logger LOG = LoggerFactory.getLogger(ImportPass.class);

    private final Store store;
    private final Ids ids;

    ImportPass(Store store, Ids ids) {
        this.store = store;
        this.ids = ids;
    }

    /** Answers {@code limit} when it moved an import, for there may be more to do, else 0. */
    @Override
    public Future<Integer> once(int limit, Instant now) {
        return moved(limit, now).compose(moved -> moved ? Future.succeededFuture(limit) : swept(now));
    }

    private Future<Integer> swept(Instant now) {
        return Imports.dropAbandoned(store.client(), now.minus(RECEIVING_MAX)).map(dropped -> 0);
    }

    /** A batch that the database refuses is tried again by half, until the record at fault stands alone. */
    private Future<Boolean> moved(int limit, Instant now) {
        return attempt(limit, now).recover(fault -> {
            if (!RowFault.is(fault)) {
                return Future.failedFuture(fault);
            }
            return limit > 1 ? moved(limit / 2, now) : leftOut(fault, now);
        });
    }

    /** A file of many people is no news of each of them: webhooks hear nothing of it (contract/resend.md 9.2). */
    private Future<Boolean> attempt(int limit, Instant now) {
        return store.transaction(tx -> HookEvents.quiet(tx)
                .compose(done -> batch(tx, limit, now, (work, batch) -> written(tx, work, batch, now))));
    }

    private Future<Boolean> leftOut(Throwable fault, Instant now) {
        LOG.warn("Expected to write a record of an import, found a fault; the record is left out.", fault);
        return store.transaction(tx -> batch(tx, 1, now, (work, batch) -> saved(tx, batch, batch.withoutThem(), now)));
    }

    private interface Use {
        Future<Boolean> of(Work work, ImportBatch batch);
    }

    private Future<Boolean> batch(SqlClient tx, int limit, Instant now, Use use) {
        return Imports.next(tx).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(false);
            }
            Work work = found.get();
            return read(tx, work, limit, now)
                    .compose(read -> read.isOk()
                            ? use.of(work, read.value())
                            : Imports.move(
                                            tx,
                                            work,
                                            Imports.FAILED,
                                            read.problems().get(0).message(),
                                            now)
                                    .map(true));
        });
    }

    private Future<Result<ImportBatch>> read(SqlClient tx, Work work, int limit, Instant now) {
        var first = Imports.stretch(tx, work.ref(), 0);
        var next = Imports.stretch(tx, work.ref(), ImportBatch.positionOf(work));
        return Future.all(first, next)
                .map(all -> ImportBatch.read(work, first.result(), next.result(), limit, () -> ids.next(now)));
    }

    private Future<Boolean> written(SqlClient tx, Work work, ImportBatch batch, Instant now) {
        List<Entry> entries = batch.entries();
        if (entries.isEmpty()) {
            return saved(tx, batch, batch.after(0, 0), now);
        }
        UUID project = work.ref().projectId();
        return Imports.insertContacts(tx, project, entries, now)
                .compose(made -> changed(tx, work, entries, made, now)
                        .compose(changed -> tied(tx, work, made, changed, now)
                                .compose(done -> saved(tx, batch, batch.after(made.size(), changed.size()), now))));
    }

    private static Future<Map<String, UUID>> changed(
            SqlClient tx, Work work, List<Entry> entries, Map<String, UUID> made, Instant now) {
        List<Entry> others = entries.stream()
                .filter(entry -> !made.containsKey(entry.emailKey()))
                .toList();
        return others.isEmpty() || !work.plan().isUpsert()
                ? Future.succeededFuture(Map.of())
                : Imports.updateContacts(tx, work.ref().projectId(), others, now);
    }

    private static Future<Void> tied(
            SqlClient tx, Work work, Map<String, UUID> made, Map<String, UUID> changed, Instant now) {
        var contacts = new ArrayList<>(made.values());
        contacts.addAll(changed.values());
        return joined(tx, work, contacts, now).compose(done -> chosen(tx, work, contacts, now));
    }

    private static Future<Void> joined(SqlClient tx, Work work, List<UUID> contacts, Instant now) {
        ImportPlan plan = work.plan();
        if (plan.segments().isEmpty() || contacts.isEmpty()) {
            return Future.succeededFuture();
        }
        var joinings = contacts.stream()
                .flatMap(contact -> plan.segments().stream()
                        .map(segment -> new Matching.Joining(work.ref().projectId(), segment, contact)))
                .toList();
        return Matching.joinSegments(tx, joinings, now);
    }

    private static Future<Void> chosen(SqlClient tx, Work work, List<UUID> contacts, Instant now) {
        return work.plan().topics().isEmpty() || contacts.isEmpty()
                ? Future.succeededFuture()
                : Imports.chooseTopics(
                        tx, work.ref().projectId(), contacts, work.plan().topics(), now);
    }

    private static Future<Boolean> saved(SqlClient tx, ImportBatch batch, Work after, Instant now) {
        return Imports.move(tx, after, batch.isLast() ? Imports.COMPLETED : Imports.IN_PROGRESS, null, now)
                .map(true);
    }
}
