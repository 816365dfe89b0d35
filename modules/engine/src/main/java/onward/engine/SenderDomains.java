package onward.engine;

import io.vertx.core.Future;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import onward.channel.smtp.DkimKey;
import onward.flow.message.Address;
import onward.store.SecretBox;
import onward.store.Store;
import onward.store.table.Domains;
import onward.store.table.Domains.Sender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The domains that mails are sent from, as they were a moment ago: read once for many mails. May be asked from any
 * thread; what it says of a change is at most {@link #AGE_MAX} late.
 */
public final class SenderDomains {
    /** How old what it knows may be. */
    public static final Duration AGE_MAX = Duration.ofSeconds(1);
    /** How many domains are known; those beyond are as if they were not there. */
    static final int DOMAINS_MAX = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(SenderDomains.class);

    private final Store store;
    private final SecretBox box;
    private final LongSupplier nanos;
    private volatile Known known = new Known(Map.of(), Map.of());
    private volatile long readAt;
    private volatile boolean isRead;

    public SenderDomains(Store store, SecretBox box) {
        this(store, box, System::nanoTime);
    }

    SenderDomains(Store store, SecretBox box, LongSupplier nanos) {
        this.store = store;
        this.box = box;
        this.nanos = nanos;
    }

    /** All domains, by project and name. */
    record Known(Map<UUID, Map<String, Sender>> senders, Map<Sender, Optional<DkimKey>> keys) {

        /** The domain of a sender, if the project has it. */
        Optional<Sender> of(UUID projectId, String from) {
            var address = Address.read(from);
            return address.isOk()
                    ? Optional.ofNullable(senders.getOrDefault(projectId, Map.of())
                            .get(address.value().domain().toLowerCase(Locale.ROOT)))
                    : Optional.empty();
        }

        Set<String> verified(UUID projectId) {
            var names = new HashSet<String>();
            senders.getOrDefault(projectId, Map.of()).values().stream()
                    .filter(Sender::isVerified)
                    .forEach(sender -> names.add(sender.name()));
            return names;
        }
    }

    /** What is known now, read anew when it is too old. */
    Future<Known> known() {
        if (isRead && nanos.getAsLong() - readAt < AGE_MAX.toNanos()) {
            return Future.succeededFuture(known);
        }
        long at = nanos.getAsLong();
        return Domains.senders(store.client(), DOMAINS_MAX).map(senders -> {
            known = opened(senders);
            readAt = at;
            isRead = true;
            return known;
        });
    }

    private Known opened(List<Sender> senders) {
        var byProject = new HashMap<UUID, Map<String, Sender>>();
        var keys = new HashMap<Sender, Optional<DkimKey>>();
        for (Sender read : senders) {
            Sender sender = unchanged(read).orElse(read);
            byProject.computeIfAbsent(sender.projectId(), id -> new HashMap<>()).put(sender.name(), sender);
            Optional<DkimKey> before = known.keys().get(sender);
            keys.put(sender, before == null ? key(sender) : before);
        }
        return new Known(byProject, keys);
    }

    /** The one that is known already, so that its key is not opened again; arrays are equal to themselves alone. */
    private Optional<Sender> unchanged(Sender read) {
        return Optional.ofNullable(
                        known.senders().getOrDefault(read.projectId(), Map.of()).get(read.name()))
                .filter(one -> one.isVerified() == read.isVerified()
                        && one.opens() == read.opens()
                        && one.clicks() == read.clicks()
                        && one.dkimSelector().equals(read.dkimSelector())
                        && Arrays.equals(one.dkimPrivate(), read.dkimPrivate()));
    }

    private Optional<DkimKey> key(Sender sender) {
        try {
            byte[] bytes = box.open(Domains.KEY_PURPOSE, sender.dkimPrivate());
            PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
            return Optional.of(new DkimKey(sender.name(), sender.dkimSelector(), key));
        } catch (GeneralSecurityException | IllegalStateException e) {
            LOG.error(
                    "Expected to open the DKIM key of {}, found a fault. Its mails go out unsigned.", sender.name(), e);
            return Optional.empty();
        }
    }

    /**
     * The key that signs mails of this sender: that of its domain, once the domain is verified, for a signature that
     * nobody can check is worse than none.
     */
    public Optional<DkimKey> key(UUID projectId, String from) {
        Known now = known;
        return now.of(projectId, from).filter(Sender::isVerified).flatMap(now.keys()::get);
    }
}
