package onward.api;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.bus.Address;
import onward.bus.Bell;
import onward.flow.fact.Ids;
import onward.store.Store;
import onward.store.table.ContactProperties;
import onward.store.table.ContactProperties.Property;
import onward.store.table.ImportPlan;
import onward.store.table.Imports;
import onward.store.table.Imports.Counts;
import onward.store.table.Imports.Import;
import onward.store.table.Imports.Ref;

/**
 * {@code /contacts/imports}: files of contacts, received at once and worked through behind the answer
 * (contract/resend.md 9.2). Nothing of a file that was refused is kept.
 */
final class ImportResource {
    private final Store store;
    private final Bell bell;
    private final Ids ids = Ids.from(new SecureRandom());

    ImportResource(Store store, Bell bell) {
        this.store = store;
        this.bell = bell;
    }

    void register(Routes routes) {
        routes.postUpload("/contacts/imports", this::create)
                .get("/contacts/imports", this::list)
                .get("/contacts/imports/:contactImportId", this::get);
    }

    private Future<Answer> create(Call call) {
        ImportUpload.check(call.upload());
        return call.now().compose(now -> {
            Ref ref = new Ref(call.projectId(), ids.next(now));
            return Imports.open(store.client(), ref, now)
                    .compose(opened -> received(call, ref))
                    .recover(failure -> Imports.drop(store.client(), ref)
                            .transform(dropped -> Future.<Answer>failedFuture(failure)));
        });
    }

    private Future<Answer> received(Call call, Ref ref) {
        return ImportUpload.receive(store, ref, call.upload()).compose(received -> {
            if (!received.hasFile()) {
                throw NativeErrors.missingField("file");
            }
            if (received.records() == 0) {
                throw NativeErrors.validation("Expected a header and records in `file`, found nothing.");
            }
            ImportBody.Read read = ImportBody.read(received.fields());
            return queued(ref, read, received.records() - 1);
        });
    }

    private Future<Answer> queued(Ref ref, ImportBody.Read read, int total) {
        return store.transaction(tx -> read.ties()
                        .hold(tx, ref.projectId())
                        .compose(held -> store.now(tx))
                        .compose(
                                now -> declared(tx, ref.projectId(), read.plan().properties(), now)
                                        .compose(done -> Imports.queue(tx, ref, read.plan(), total, now))))
                .map(queued -> {
                    bell.ring(Address.WAKE_IMPORTER);
                    return Answer.created(Noun.CONTACT_IMPORT.body(ref.id()));
                });
    }

    /** A property that the form names and types is declared by that; one that is declared has to be of that type. */
    private Future<Void> declared(
            SqlClient tx, UUID project, Map<String, ImportPlan.Property> properties, Instant now) {
        if (properties.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Property> wanted = properties.entrySet().stream()
                .map(one ->
                        new Property(ids.next(now), one.getKey(), one.getValue().type(), null, now))
                .toList();
        return ContactProperties.declare(tx, project, wanted, now)
                .compose(done -> ContactProperties.count(tx, project))
                .compose(count -> {
                    ContactPropertyResource.refuseMoreThanMax(count);
                    return ContactProperties.types(tx, project, properties.keySet());
                })
                .map(types -> {
                    properties.forEach((key, property) -> refuseOther(key, property.type(), types.get(key)));
                    return null;
                });
    }

    private static void refuseOther(String key, String type, String declared) {
        if (!type.equals(declared)) {
            throw NativeErrors.validation("Expected the type of `column_map.properties." + key + "` to be " + declared
                    + ", as it was declared, found " + type + ". Nothing was stored.");
        }
    }

    private Future<Answer> list(Call call) {
        var status = call.query().get("status");
        if (status.isPresent() && !Imports.STATUSES.contains(status.get())) {
            throw NativeErrors.validation("Expected `status` to be one of " + String.join(", ", Imports.STATUSES)
                    + ", found something else.");
        }
        return Imports.list(store.client(), call.projectId(), status.orElse(null), Paging.of(call.query()))
                .map(page -> Answer.list(page, ImportResource::item));
    }

    private Future<Answer> get(Call call) {
        return Imports.find(store.client(), call.projectId(), Noun.CONTACT_IMPORT.id(call))
                .map(found -> {
                    Map<String, Object> body = Answer.body("object", "contact_import");
                    body.putAll(item(Noun.CONTACT_IMPORT.existing(found)));
                    return Answer.ok(body);
                });
    }

    /** {@code problems} and {@code reason} are additions of ours. */
    private static Map<String, Object> item(Import seen) {
        Counts counts = seen.counts();
        return Answer.body(
                "id", seen.id(),
                "status", seen.status(),
                "created_at", PgText.of(seen.createdAt()),
                "completed_at", PgText.of(seen.completedAt()),
                "counts",
                        Answer.body(
                                "total", counts.total(),
                                "created", counts.created(),
                                "updated", counts.updated(),
                                "skipped", counts.skipped(),
                                "failed", counts.failed()),
                "problems", seen.problems(),
                "reason", seen.reason());
    }
}
