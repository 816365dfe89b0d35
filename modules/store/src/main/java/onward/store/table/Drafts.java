package onward.store.table;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.store.Store;
import onward.store.table.StoredAutomation.Draft;

/**
 * Makes automations of drafts, puts a draft in the place of what an automation was, copies and deletes: each in a
 * transaction of its own, with a `now` read after the lock. What a draft may be is decided by who calls, in the API and on the
 * dashboard alike.
 */
public final class Drafts {
    /** How long the name of an automation may be. */
    public static final int NAME_CHARS_MAX = 255;

    private static final String COPY_SUFFIX = " (Copy)";

    private final Store store;
    private final Ids ids = Ids.from(new SecureRandom());

    public Drafts(Store store) {
        this.store = store;
    }

    /** What an automation that is locked becomes; one that is refused throws, and then nothing changes. */
    @FunctionalInterface
    public interface Change {
        Draft of(StoredAutomation before);
    }

    /** Makes an automation with its first version; gives its id. */
    public Future<UUID> create(UUID projectId, Draft draft) {
        return store.transaction(
                tx -> store.now(tx).compose(now -> Automations.create(tx, projectId, draft, now, ids)));
    }

    /** Gives what the automation is now; empty when there is none of that id. */
    public Future<Optional<Draft>> change(UUID projectId, UUID id, Change change) {
        return store.transaction(tx -> Automations.lock(tx, projectId, id).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(Optional.<Draft>empty());
            }
            Draft after = change.of(found.get());
            return store.now(tx)
                    .compose(now -> Automations.save(tx, projectId, found.get(), after, now, ids))
                    .map(Optional.of(after));
        }));
    }

    /** Makes a copy, disabled; gives its id, empty when there is nothing to copy. */
    public Future<Optional<UUID>> copy(UUID projectId, UUID id) {
        return Automations.find(store.client(), projectId, id)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.<UUID>empty())
                        : create(projectId, copy(found.get())).map(Optional::of));
    }

    /** Removes an automation and ends its runs; false when there is none of that id. */
    public Future<Boolean> delete(UUID projectId, UUID id) {
        return store.transaction(tx -> Automations.lock(tx, projectId, id)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(false)
                        : store.now(tx)
                                .compose(now -> Automations.delete(tx, projectId, id, now))
                                .map(true)));
    }

    private static Draft copy(StoredAutomation original) {
        String name = original.name();
        int kept = Math.min(name.length(), NAME_CHARS_MAX - COPY_SUFFIX.length());
        boolean splitsPair = kept < name.length() && Character.isLowSurrogate(name.charAt(kept));
        String begin = name.substring(0, splitsPair ? kept - 1 : kept);
        return new Draft(begin + COPY_SUFFIX, false, original.triggerEvent(), original.definition());
    }
}
