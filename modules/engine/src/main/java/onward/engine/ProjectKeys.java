package onward.engine;

import io.vertx.core.Future;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import onward.channel.webpush.VapidKey;
import onward.store.SecretBox;
import onward.store.Store;
import onward.store.table.VapidKeys;

/** The keys by which push services know this server, one a project, read once. May be asked from any thread. */
public final class ProjectKeys implements onward.channel.webpush.VapidKeys {
    /** How many are remembered; when there are more it begins anew. */
    static final int PROJECTS_MAX = 1_000;

    private final Store store;
    private final SecretBox box;
    private final Map<UUID, VapidKey> known = new ConcurrentHashMap<>();

    public ProjectKeys(Store store, SecretBox box) {
        this.store = store;
        this.box = box;
    }

    @Override
    public Future<VapidKey> of(UUID projectId) {
        VapidKey key = known.get(projectId);
        return key != null ? Future.succeededFuture(key) : read(projectId);
    }

    private Future<VapidKey> read(UUID projectId) {
        return store.now()
                .compose(now -> VapidKeys.of(store.client(), projectId, box, now))
                .map(stored -> remembered(projectId, VapidKey.of(stored.privateKey(box), stored.publicKey())));
    }

    private VapidKey remembered(UUID projectId, VapidKey key) {
        if (known.size() >= PROJECTS_MAX) {
            known.clear();
        }
        known.put(projectId, key);
        return key;
    }
}
