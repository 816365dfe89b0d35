package onward.api;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import onward.flow.fact.Contact;
import onward.flow.fact.Ids;
import onward.flow.fact.Moments;
import onward.flow.fact.Result;
import onward.flow.message.Address;
import onward.flow.message.Envelope;
import onward.flow.message.Filled;
import onward.flow.message.ListUnsubscribe;
import onward.flow.message.MessageIds;
import onward.flow.message.OnUncertain;
import onward.flow.message.Template;
import onward.store.table.ApiKeys.Holder;
import onward.store.table.Key;
import onward.store.table.Matching;
import onward.store.table.Topics;

/** Makes envelopes of what requests ask for: one look at templates, people and topics for all of them together. */
final class Sealer {
    private final Holder holder;
    private final House house;
    private final Instant now;
    private final Map<Key, Matching.Found> templates;
    private final Map<Key, Contact> contacts;
    private final Set<UUID> topics;

    /**
     * The house that the mails leave.
     *
     * @param messageIdDomain the right-hand side of Message-IDs when a sender has no domain of its own
     * @param links where recipients leave
     */
    record House(String messageIdDomain, onward.flow.message.Links links, Ids ids) {}

    private Sealer(
            Holder holder,
            House house,
            Instant now,
            Map<Key, Matching.Found> templates,
            Map<Key, Contact> contacts,
            Set<UUID> topics) {
        this.holder = holder;
        this.house = house;
        this.now = now;
        this.templates = templates;
        this.contacts = contacts;
        this.topics = topics;
    }

    /** Looks up what these mails name; topics stay until the transaction ends. */
    static Future<Sealer> of(SqlClient tx, Holder holder, List<EmailBody> bodies, House house, Instant now) {
        UUID project = holder.projectId();
        var references = new HashSet<Key>();
        var people = new HashSet<Key>();
        var topicIds = new HashSet<UUID>();
        bodies.forEach(body -> {
            people.add(new Key(project, key(body.to().get(0))));
            if (body.template() != null) {
                references.add(new Key(project, body.template()));
            }
            if (body.topicId() != null) {
                topicIds.add(body.topicId());
            }
        });
        var templates = unlessEmpty(references, Map.of(), all -> Matching.templates(tx, all));
        var contacts = unlessEmpty(people, Map.of(), all -> Matching.contactsByKey(tx, all));
        var topics = unlessEmpty(topicIds, Set.of(), all -> Topics.hold(tx, project, all));
        return Future.all(templates, contacts, topics)
                .map(all -> new Sealer(holder, house, now, templates.result(), contacts.result(), topics.result()));
    }

    private static <C extends Collection<?>, T> Future<T> unlessEmpty(C wanted, T none, Function<C, Future<T>> load) {
        return wanted.isEmpty() ? Future.succeededFuture(none) : load.apply(wanted);
    }

    private static String key(String recipient) {
        return Address.key(Address.read(recipient).value().email());
    }

    /** One envelope; throws the refusal of a mail that cannot be sent. */
    Envelope seal(EmailBody body) {
        Template template = body.template() == null ? null : template(body.template());
        String from = body.from() == null && template != null ? template.from() : body.from();
        if (from == null) {
            throw NativeErrors.missingField("from");
        }
        Address sender = sender(from);
        if (body.topicId() != null && !topics.contains(body.topicId())) {
            throw NativeErrors.validation(
                    "Expected the id of a topic that exists in `topic_id`, found " + body.topicId() + ".");
        }
        Contact contact = contacts.get(new Key(holder.projectId(), key(body.to().get(0))));
        UUID id = house.ids().next(now);
        String page = body.everyone().size() == 1 ? house.links().unsubscribe(holder.projectId(), id) : null;
        String unsubscribe = ListUnsubscribe.link(page, sender);
        Filled filled = template == null
                ? new Filled(body.subject(), linked(body.html(), unsubscribe), linked(body.text(), unsubscribe))
                : filled(template, body, contact, unsubscribe);
        String subject = body.subject() == null ? filled.subject() : body.subject();
        if (subject == null) {
            throw NativeErrors.missingField("subject");
        }
        return envelope(
                id,
                body,
                template,
                from.strip(),
                sender,
                contact,
                new Filled(subject, filled.html(), filled.text()),
                headers(body, filled, page));
    }

    /** Texts that come with the request are no templates, but where to leave may stand in them. */
    private static String linked(String text, String unsubscribe) {
        return text == null
                ? null
                : text.replace("{{{RESEND_UNSUBSCRIBE_URL}}}", unsubscribe)
                        .replace("{{{UNSUBSCRIBE_URL}}}", unsubscribe);
    }

    /**
     * A mail of a topic, or with the link in its text, says where to leave in its headers too, unless its sender does.
     * Of others, receipts for example, there is nothing to leave. A mail to several has no page: whoever of them
     * clicked, it would be the first who leaves.
     */
    private static Map<String, String> headers(EmailBody body, Filled filled, String page) {
        boolean isLeft =
                page != null && (body.topicId() != null || has(filled.html(), page) || has(filled.text(), page));
        boolean isSaid = body.headers().keySet().stream().anyMatch(ListUnsubscribe.NAME::equalsIgnoreCase);
        if (!isLeft || isSaid) {
            return body.headers();
        }
        Map<String, String> headers = new LinkedHashMap<>(body.headers());
        headers.putAll(ListUnsubscribe.headers(page));
        return headers;
    }

    private static boolean has(String text, String page) {
        return text != null && text.contains(page);
    }

    private Template template(String reference) {
        Matching.Found found = templates.get(new Key(holder.projectId(), reference));
        if (found == null) {
            throw NativeErrors.notFound("Template not found");
        }
        if (found.template() == null) {
            throw NativeErrors.validation(
                    "Expected a published template in `template.id`, found a draft. Publish it" + " and send again.");
        }
        return found.template();
    }

    private Address sender(String from) {
        Result<Address> sender = Address.read(from);
        if (!sender.isOk()) {
            throw NativeErrors.invalidFrom();
        }
        String only = holder.sendingDomain();
        if (only != null && !only.equals(sender.value().domain())) {
            throw NativeErrors.otherDomain(only);
        }
        return sender.value();
    }

    private static Filled filled(Template template, EmailBody body, Contact contact, String unsubscribe) {
        Result<Filled> filled = Filled.of(template, body.variables(), ofContact(body, contact, unsubscribe));
        if (!filled.isOk()) {
            throw NativeErrors.of(filled.problems().get(0));
        }
        return filled.value();
    }

    /** The reserved keys. */
    private static Map<String, Object> ofContact(EmailBody body, Contact contact, String unsubscribe) {
        Map<String, Object> values = new LinkedHashMap<>();
        String email = Address.read(body.to().get(0)).value().email();
        String firstName = contact == null ? null : contact.firstName();
        String lastName = contact == null ? null : contact.lastName();
        values.put("FIRST_NAME", firstName);
        values.put("LAST_NAME", lastName);
        values.put("EMAIL", email);
        values.put("UNSUBSCRIBE_URL", unsubscribe);
        values.put("RESEND_UNSUBSCRIBE_URL", unsubscribe);
        Map<String, Object> person = new LinkedHashMap<>();
        person.put("email", email);
        person.put("first_name", firstName);
        person.put("last_name", lastName);
        person.put("properties", contact == null ? Map.of() : contact.properties());
        values.put("contact", person);
        return values;
    }

    private Envelope envelope(
            UUID id,
            EmailBody body,
            Template template,
            String from,
            Address sender,
            Contact contact,
            Filled filled,
            Map<String, String> headers) {
        boolean isPublic = sender.domain().contains(".");
        String domain = isPublic ? sender.domain() : house.messageIdDomain();
        List<String> replyTo = body.replyTo().isEmpty() && template != null && template.replyTo() != null
                ? template.replyTo()
                : body.replyTo();
        return new Envelope(
                holder.projectId(),
                id,
                null,
                null,
                0,
                contact == null ? null : contact.id(),
                template == null ? null : template.id(),
                MessageIds.of(holder.projectId(), id, "", 0, key(body.to().get(0)), domain),
                from,
                body.to(),
                body.cc(),
                body.bcc(),
                replyTo,
                filled.subject(),
                filled.html(),
                filled.text(),
                headers,
                body.tags(),
                now,
                body.topicId(),
                OnUncertain.RESEND,
                scheduledAt(body),
                body.files().stream()
                        .map(file -> file.sealed(house.ids().next(now)))
                        .toList(),
                List.of());
    }

    private Instant scheduledAt(EmailBody body) {
        return body.scheduledAt() == null ? null : moment(body.scheduledAt(), now);
    }

    /** The moment that {@code scheduled_at} says; refused when it says none. */
    static Instant moment(String text, Instant now) {
        Result<Instant> moment = Moments.read(text, now);
        if (!moment.isOk()) {
            throw NativeErrors.validation(
                    "`scheduled_at`: " + moment.problems().get(0).message());
        }
        return moment.value();
    }
}
