package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.graph.Automation;
import onward.flow.graph.Blueprint;
import onward.flow.run.Cancellation;
import onward.flow.run.Flight;
import onward.flow.run.Flight.Wish;
import onward.store.Statements;
import onward.store.Store;
import onward.store.table.RunControl.Landed;
import onward.store.table.RunControl.Moving;
import onward.store.table.RunControl.Target;

/**
 * The runs that live on versions of an automation, and what becomes of those on older ones. Each run is dealt with in a
 * transaction of its own, so that one which an event or its timeout got hold of first is left to it.
 */
public final class Flights {
    /** How many runs one request deals with; those that are left are for the next. */
    public static final int RUNS_MAX = 1_000;

    /** How many live runs of a project are looked at. */
    public static final int LIVE_LOOKED_AT_MAX = 100_000;

    /** How many places of versions and steps are told. */
    static final int PLACES_MAX = 500;

    /** How many versions are read to say what would become of their runs. */
    static final int VERSIONS_READ_MAX = 50;

    private static final int AT_ONCE = 4;
    private static final Statements SQL = Statements.of("flight");

    private final Store store;
    private final RunControl control;

    public Flights(Store store) {
        this.store = store;
        this.control = new RunControl(store);
    }

    /**
     * Where runs are.
     *
     * @param number of the version; null where it is not there any more
     * @param runs how many live ones, of which {@code resting} wait for something
     */
    public record Place(UUID versionId, Integer number, String stepKey, long runs, long resting) {}

    /**
     * The live runs of an automation.
     *
     * @param versions by id, those that could be read
     * @param isWhole false where the project has more live runs than are looked at
     */
    public record Live(List<Place> places, Map<UUID, Automation> versions, boolean isWhole) {}

    /** Who does it, why, and whether mails of runs that are cancelled still go out. */
    public record Order(Flight flight, Cancellation how) {}

    /**
     * What became of runs.
     *
     * @param counts by the key of the step they were at
     * @param hasMore whether there are runs that are still to be dealt with
     */
    public record Landing(Map<String, Map<Landed, Integer>> counts, boolean hasMore) {}

    private record Candidate(UUID runId, String stepKey) {}

    /** Newest version first. */
    public static Future<Live> live(SqlClient client, UUID projectId, UUID automationId) {
        var tuple = Tuple.of(projectId, LIVE_LOOKED_AT_MAX, automationId, PLACES_MAX);
        return client.preparedQuery(SQL.get("live")).execute(tuple).compose(rows -> {
            List<Place> places = Columns.list(rows, Flights::place);
            long lookedAt = Optional.ofNullable(Columns.firstOrNull(rows, row -> row.getLong("looked_at")))
                    .orElse(0L);
            boolean isWhole = lookedAt < LIVE_LOOKED_AT_MAX && places.size() < PLACES_MAX;
            return versions(client, projectId, places).map(versions -> new Live(places, versions, isWhole));
        });
    }

    private static Place place(Row row) {
        return new Place(
                row.getUUID("version_id"),
                row.getInteger("number"),
                row.getString("step_key"),
                row.getLong("runs"),
                row.getLong("resting"));
    }

    private static Future<Map<UUID, Automation>> versions(SqlClient client, UUID projectId, List<Place> places) {
        Set<UUID> ids = new LinkedHashSet<>();
        places.stream()
                .map(Place::versionId)
                .distinct()
                .limit(VERSIONS_READ_MAX)
                .forEach(ids::add);
        Map<UUID, Automation> versions = new LinkedHashMap<>();
        Future<Void> read = Future.succeededFuture();
        for (UUID id : ids) {
            read = read.compose(done -> Automations.version(client, projectId, id))
                    .map(found -> {
                        found.map(version -> Blueprint.readDraft(version.definition()))
                                .filter(Result::isOk)
                                .ifPresent(version -> versions.put(id, version.value()));
                        return null;
                    });
        }
        return read.map(versions);
    }

    /** Empty when there is no such automation; refused when runs are to go where the newest version has no step. */
    public Future<Optional<Result<Landing>>> land(UUID projectId, UUID automationId, Order order) {
        return Automations.find(store.client(), projectId, automationId)
                .compose(found -> found.map(
                                newest -> land(projectId, newest, order).map(Optional::of))
                        .orElse(Future.succeededFuture(Optional.empty())));
    }

    private Future<Result<Landing>> land(UUID projectId, StoredAutomation newest, Order order) {
        Result<Automation> read = Blueprint.readDraft(newest.definition());
        List<Problem> problems = read.isOk() ? order.flight().problems(read.value()) : read.problems();
        if (!problems.isEmpty()) {
            return Future.succeededFuture(Result.failed(problems));
        }
        List<String> steps = order.flight().leaving();
        if (steps.isEmpty()) {
            return Future.succeededFuture(Result.of(new Landing(Map.of(), false)));
        }
        var tuple = Tuple.tuple()
                .addUUID(projectId)
                .addInteger(LIVE_LOOKED_AT_MAX)
                .addUUID(newest.id())
                .addUUID(newest.versionId())
                .addArrayOfString(steps.toArray(String[]::new))
                .addInteger(RUNS_MAX + 1);
        return store.client().preparedQuery(SQL.get("leaving")).execute(tuple).compose(rows -> {
            var candidates = Columns.list(rows, row -> new Candidate(row.getUUID("id"), row.getString("step_key")));
            var first = candidates.subList(0, Math.min(candidates.size(), RUNS_MAX));
            Map<String, Map<Landed, Integer>> counts = new LinkedHashMap<>();
            return deal(projectId, newest, first, order, counts)
                    .map(done -> Result.of(new Landing(counts, candidates.size() > RUNS_MAX)));
        });
    }

    private Future<Void> deal(
            UUID projectId,
            StoredAutomation newest,
            List<Candidate> candidates,
            Order order,
            Map<String, Map<Landed, Integer>> counts) {
        if (candidates.isEmpty()) {
            return Future.succeededFuture();
        }
        int some = Math.min(AT_ONCE, candidates.size());
        List<Future<Void>> hands = new ArrayList<>();
        for (Candidate candidate : candidates.subList(0, some)) {
            hands.add(deal(projectId, newest, candidate, order).map(landed -> {
                counts.computeIfAbsent(candidate.stepKey(), key -> new LinkedHashMap<>())
                        .merge(landed, 1, Integer::sum);
                return null;
            }));
        }
        return Future.join(hands)
                .compose(done -> deal(projectId, newest, candidates.subList(some, candidates.size()), order, counts));
    }

    private Future<Landed> deal(UUID projectId, StoredAutomation newest, Candidate candidate, Order order) {
        var target = new Target(projectId, newest.id(), candidate.runId());
        Wish wish = order.flight().of(candidate.stepKey());
        var how = order.how();
        Future<Result<Landed>> done = wish.way() == Flight.Way.CANCEL
                ? control.cancelAt(target, candidate.stepKey(), how)
                : control.move(
                        target, new Moving(how.by(), how.note(), newest.versionId(), candidate.stepKey(), wish.to()));
        // A run that was removed meanwhile, or whose version cannot be read, is one that stays where it is.
        return done.map(result -> result.isOk() ? result.value() : Landed.ELSEWHERE);
    }
}
