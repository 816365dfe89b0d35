package onward.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.flow.fact.Result;
import onward.flow.message.Address;
import onward.flow.message.DnsRecord;
import onward.store.Store;
import onward.store.table.Domains;
import onward.store.table.Domains.Choice;
import onward.store.table.Domains.Domain;

/**
 * {@code /domains}: where mails are sent from (contract/resend.md 13). A key that signs mails is made with the domain and
 * never leaves the server; looking up the records is the engine's.
 */
final class DomainResource {
    /** How long a name may be (RFC 1035, section 2.3.4), and a label. */
    static final int NAME_CHARS_MAX = 253;

    static final int LABEL_CHARS_MAX = 63;

    private static final int KEY_BITS = 2048;
    private static final String LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
    private static final List<String> REGIONS = List.of("us-east-1", "eu-west-1", "sa-east-1", "ap-northeast-1");
    private static final List<String> TLS = List.of("opportunistic", "enforced");
    private static final List<String> SWITCH = List.of("enabled", "disabled");

    private final Vertx vertx;
    private final Store store;
    private final Outside outside;
    private final SecureRandom random = new SecureRandom();
    private final Ids ids = Ids.from(random);

    DomainResource(Vertx vertx, Store store, Outside outside) {
        this.vertx = vertx;
        this.store = store;
        this.outside = outside;
    }

    void register(Routes routes) {
        routes.post(Noun.DOMAIN.all(), this::create)
                .get(Noun.DOMAIN.all(), this::list)
                .get(Noun.DOMAIN.one(), this::get)
                .patch(Noun.DOMAIN.one(), this::update)
                .delete(Noun.DOMAIN.one(), this::delete)
                .post(Noun.DOMAIN.one() + "/verify", this::verify);
    }

    private Future<Answer> create(Call call) {
        Fields fields = call.fields();
        String name = name(fields, fields.string("name", 1, NAME_CHARS_MAX));
        String region = fields.optionalString("region", 1, NAME_CHARS_MAX);
        String returnPath = label(fields, "custom_return_path");
        Choice choice = choice(fields);
        fields.check();
        if (region != null && !REGIONS.contains(region)) {
            throw new Refusal(
                    422, "invalid_region", "Expected one of " + String.join(", ", REGIONS) + ", found another region.");
        }
        return vertx.executeBlocking(DomainResource::newKey, false)
                .compose(key -> store.transaction(tx -> store.now(tx).compose(now -> {
                    Domain domain = domain(
                            call.projectId(),
                            name,
                            region == null ? REGIONS.get(0) : region,
                            returnPath == null ? "send" : returnPath,
                            complete(choice),
                            key,
                            now);
                    return added(tx, domain, key, now);
                })))
                .map(domain -> Answer.created(whole(domain)));
    }

    private Future<Domain> added(SqlClient tx, Domain domain, KeyPair key, Instant now) {
        byte[] sealed = outside.box().seal(Domains.KEY_PURPOSE, key.getPrivate().getEncoded());
        return Domains.insert(tx, domain, sealed).compose(added -> {
            if (!added) {
                throw new Refusal(
                        403, "validation_error", "The " + domain.name() + " domain has been registered already.");
            }
            return Domains.tell(tx, "domain.created", domain, outside.mailHost(), now)
                    .map(domain);
        });
    }

    private Domain domain(
            UUID project, String name, String region, String returnPath, Choice choice, KeyPair key, Instant now) {
        return new Domain(
                project,
                ids.next(now),
                name,
                region,
                "not_started",
                choice,
                returnPath,
                DnsRecord.SELECTOR,
                Base64.getEncoder().encodeToString(key.getPublic().getEncoded()),
                Map.of(),
                now,
                now);
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java runtime has RSA", impossible);
        }
    }

    /** In lower case and ASCII; at least two labels. */
    private static String name(Fields fields, String given) {
        if (given == null || given.isEmpty()) {
            return given;
        }
        Result<Address> read = given.indexOf('@') < 0 && given.indexOf('<') < 0
                ? Address.readBare("postmaster@" + given)
                : Address.readBare("");
        String name = read.isOk() ? read.value().domain().toLowerCase(Locale.ROOT) : "";
        if (name.indexOf('.') < 0 || name.matches("[0-9.]+")) {
            fields.invalid("name", "Expected the name of a domain like example.com, found something else.");
        }
        return name;
    }

    private static String label(Fields fields, String field) {
        String label = fields.optionalString(field, 1, LABEL_CHARS_MAX);
        if (label != null && !label.toLowerCase(Locale.ROOT).matches(LABEL)) {
            fields.invalid(field, "Expected a label of letters, digits and hyphens, found something else.");
        }
        return label == null ? null : label.toLowerCase(Locale.ROOT);
    }

    private static Choice choice(Fields fields) {
        Object capabilities = fields.raw("capabilities");
        Fields inside = capabilities == null ? new Fields(Map.of()) : fields.inside("capabilities", capabilities);
        String receiving = inside.optionalOneOf("receiving", SWITCH);
        if ("enabled".equals(receiving)) {
            inside.invalid("receiving", "Expected disabled: this server receives no mails.");
        }
        return new Choice(
                fields.optionalBool("open_tracking"),
                fields.optionalBool("click_tracking"),
                label(fields, "tracking_subdomain"),
                fields.optionalOneOf("tls", TLS),
                isEnabled(inside.optionalOneOf("sending", SWITCH)),
                isEnabled(receiving));
    }

    private static Boolean isEnabled(String word) {
        return word == null ? null : Boolean.valueOf(word.equals("enabled"));
    }

    /** What is not said of a new domain: nothing is tracked, and it sends. */
    private static Choice complete(Choice choice) {
        return new Choice(
                Optional.ofNullable(choice.openTracking()).orElse(false),
                Optional.ofNullable(choice.clickTracking()).orElse(false),
                choice.trackingSubdomain(),
                Optional.ofNullable(choice.tls()).orElse(TLS.get(0)),
                Optional.ofNullable(choice.sending()).orElse(true),
                false);
    }

    private Future<Answer> list(Call call) {
        return Paging.pageOrWhole(
                        call.query(), page -> Domains.list(store.client(), call.projectId(), page), Domain::id)
                .map(page -> Answer.list(page, DomainResource::item));
    }

    private Future<Answer> get(Call call) {
        return Domains.find(store.client(), call.projectId(), Noun.DOMAIN.id(call))
                .map(found -> Answer.ok(whole(Noun.DOMAIN.existing(found))));
    }

    private Future<Answer> update(Call call) {
        UUID id = Noun.DOMAIN.id(call);
        Fields fields = call.fields();
        Choice choice = choice(fields);
        fields.check();
        return changed(
                call,
                id,
                "domain.updated",
                (tx, now) -> Domains.update(tx, call.projectId(), id, choice, now),
                Noun.DOMAIN.body(id));
    }

    private Future<Answer> verify(Call call) {
        UUID id = Noun.DOMAIN.id(call);
        return changed(
                call,
                id,
                "domain.updated",
                (tx, now) -> Domains.verify(tx, call.projectId(), id, now, now.plus(Domains.LOOKED_UP_FOR)),
                Noun.DOMAIN.body(id));
    }

    private interface Change {
        Future<Boolean> make(SqlClient tx, Instant now);
    }

    /** Webhooks are told of the domain as it is after the change. */
    private Future<Answer> changed(Call call, UUID id, String type, Change change, Map<String, Object> body) {
        return store.transaction(tx -> store.now(tx)
                .compose(now -> change.make(tx, now)
                        .compose(found -> {
                            Noun.DOMAIN.requireExisting(found);
                            return Domains.find(tx, call.projectId(), id);
                        })
                        .compose(domain ->
                                Domains.tell(tx, type, Noun.DOMAIN.existing(domain), outside.mailHost(), now)))
                .map(done -> Answer.ok(body)));
    }

    private Future<Answer> delete(Call call) {
        UUID id = Noun.DOMAIN.id(call);
        Map<String, Object> body = Noun.DOMAIN.body(id);
        body.put("deleted", true);
        return store.transaction(tx -> Domains.find(tx, call.projectId(), id)
                .map(Noun.DOMAIN::existing)
                .compose(domain -> Domains.delete(tx, call.projectId(), id)
                        .compose(done -> store.now(tx))
                        .compose(now -> Domains.tell(tx, "domain.deleted", domain, outside.mailHost(), now)))
                .map(done -> Answer.ok(body)));
    }

    private static Map<String, Object> item(Domain domain) {
        Choice choice = domain.choice();
        Map<String, Object> body = Answer.body(
                "id", domain.id(),
                "name", domain.name(),
                "status", domain.status(),
                "created_at", PgText.of(domain.createdAt()),
                "region", domain.region(),
                "capabilities", Answer.body("sending", word(choice.sending()), "receiving", word(choice.receiving())),
                "open_tracking", choice.openTracking(),
                "click_tracking", choice.clickTracking());
        if (choice.trackingSubdomain() != null) {
            body.put("tracking_subdomain", choice.trackingSubdomain());
        }
        return body;
    }

    private static String word(boolean isEnabled) {
        return isEnabled ? "enabled" : "disabled";
    }

    private Map<String, Object> whole(Domain domain) {
        Map<String, Object> body = Answer.body("object", "domain");
        body.putAll(item(domain));
        body.put("tls", domain.choice().tls());
        body.put("records", Domains.records(domain, outside.mailHost()));
        DnsRecord dmarc = DnsRecord.dmarc(domain.name());
        body.put(
                "recommended_records",
                List.of(Answer.body(
                        "record", dmarc.kind(), "name", dmarc.name(), "type", "TXT", "value", dmarc.value())));
        return body;
    }
}
