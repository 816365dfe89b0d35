package onward.api;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.store.Store;
import onward.store.table.ContactProperties;
import onward.store.table.ContactProperties.Property;

/**
 * {@code /contact-properties}: what contacts may have beside their names, each with a type and a fallback
 * (contract/resend.md 10). Key and type never change.
 */
final class ContactPropertyResource {
    /** The types that a property may have. */
    static final List<String> TYPES = List.of(ContactProperties.STRING, ContactProperties.NUMBER);

    private final Store store;
    private final Ids ids = Ids.from(new SecureRandom());

    ContactPropertyResource(Store store) {
        this.store = store;
    }

    void register(Routes routes) {
        Noun noun = Noun.CONTACT_PROPERTY;
        routes.post(noun.all(), this::create)
                .get(noun.all(), this::list)
                .get(noun.one(), this::get)
                .patch(noun.one(), this::update)
                .delete(noun.one(), this::delete);
    }

    private Future<Answer> create(Call call) {
        Fields fields = call.fields();
        String key = fields.string("key", 1, ContactBody.PROPERTY_KEY_CHARS_MAX);
        String type = fields.oneOf("type", TYPES);
        if (key != null && !ContactBody.isPropertyKey(key)) {
            fields.invalid("key", "Expected 1 to 50 ASCII letters, digits and underscores, found another key");
        }
        Object fallback = type != null && TYPES.contains(type) ? fallback(fields, type) : null;
        fields.check();
        return call.now().compose(now -> {
            var property = new Property(ids.next(now), key, type, fallback, now);
            return ContactProperties.create(store.client(), call.projectId(), property)
                    .compose(made -> made ? Future.succeededFuture() : refusal(call))
                    .map(done -> Answer.created(Noun.CONTACT_PROPERTY.body(property.id())));
        });
    }

    private Future<Void> refusal(Call call) {
        return ContactProperties.count(store.client(), call.projectId()).compose(count -> {
            refuseMoreThanMax(count + 1);
            return Future.failedFuture(
                    NativeErrors.validation("Expected a `key` that no other property has, found one that is taken."));
        });
    }

    static void refuseMoreThanMax(int count) {
        if (count > ContactProperties.PROPERTIES_MAX) {
            throw NativeErrors.validation("Expected at most " + ContactProperties.PROPERTIES_MAX
                    + " properties in a project, found more. Delete one first.");
        }
    }

    private static Object fallback(Fields fields, String type) {
        Object given = fields.raw("fallback_value");
        if (given == null) {
            return null;
        }
        Object fitting = given instanceof Boolean ? null : PropertyValues.fitting(given, type);
        if (fitting == null) {
            fields.invalid("fallback_value", "Expected a " + type + ", as the property's type is, found another value");
        }
        return fitting instanceof String
                ? fields.optionalString("fallback_value", 0, ContactBody.PROPERTY_CHARS_MAX)
                : fitting;
    }

    private Future<Answer> list(Call call) {
        return ContactProperties.list(store.client(), call.projectId(), Paging.of(call.query()))
                .map(page -> Answer.list(page, ContactPropertyResource::item));
    }

    private static Map<String, Object> item(Property property) {
        return Answer.body(
                "id", property.id(),
                "key", property.key(),
                "type", property.type(),
                "fallback_value", property.fallback(),
                "created_at", PgText.of(property.createdAt()));
    }

    private Future<Answer> get(Call call) {
        return found(call).map(property -> {
            Map<String, Object> body = Answer.body("object", "contact_property");
            body.putAll(item(property));
            return Answer.ok(body);
        });
    }

    private Future<Property> found(Call call) {
        return ContactProperties.find(store.client(), call.projectId(), Noun.CONTACT_PROPERTY.id(call))
                .map(Noun.CONTACT_PROPERTY::existing);
    }

    /** The fallback is all that may change; what else of the property a client repeats has to be what it is. */
    private Future<Answer> update(Call call) {
        Fields fields = call.fields();
        return found(call).compose(property -> {
            Object fallback = fallback(fields, property.type());
            if (!fields.isGiven("fallback_value")) {
                throw NativeErrors.missingField("fallback_value");
            }
            refuseOther(fields, "key", property.key());
            refuseOther(fields, "type", property.type());
            fields.check();
            return updated(call, property.id(), fallback);
        });
    }

    private static void refuseOther(Fields fields, String name, String kept) {
        if (fields.has(name) && !kept.equals(fields.raw(name))) {
            fields.invalid(name, "Expected `" + name + "` to stay as it is, found another. Declare another property.");
        }
    }

    private Future<Answer> updated(Call call, UUID id, Object fallback) {
        return ContactProperties.updateFallback(store.client(), call.projectId(), id, fallback)
                .map(found -> {
                    Noun.CONTACT_PROPERTY.requireExisting(found);
                    return Answer.ok(Noun.CONTACT_PROPERTY.body(id));
                });
    }

    private Future<Answer> delete(Call call) {
        UUID id = Noun.CONTACT_PROPERTY.id(call);
        return ContactProperties.delete(store.client(), call.projectId(), id).map(found -> {
            Noun.CONTACT_PROPERTY.requireExisting(found);
            return Answer.ok(Answer.body("object", "contact_property", "id", id, "deleted", true));
        });
    }
}
