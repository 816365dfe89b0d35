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
    private final String messageIdDomain;
    private final Ids ids;
    private final Instant now;
    private final Map<Key, Matching.Found> templates;
    private final Map<Key, Contact> contacts;
    private final Set<UUID> topics;

    private Sealer(
            Holder holder,
            String messageIdDomain,
            Ids ids,
            Instant now,
            Map<Key, Matching.Found> templates,
            Map<Key, Contact> contacts,
            Set<UUID> topics) {
        this.holder = holder;
        this.messageIdDomain = messageIdDomain;
        this.ids = ids;
        this.now = now;
        this.templates = templates;
        this.contacts = contacts;
        this.topics = topics;
    }

    /** Looks up what these mails name; topics stay until the transaction ends. */
    static Future<Sealer> of(
            SqlClient tx, Holder holder, List<EmailBody> bodies, String messageIdDomain, Ids ids, Instant now) {
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
                .map(all -> new Sealer(
                        holder, messageIdDomain, ids, now, templates.result(), contacts.result(), topics.result()));
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
        Filled filled = template == null
                ? new Filled(body.subject(), body.html(), body.text())
                : filled(template, body, contact, sender);
        String subject = body.subject() == null ? filled.subject() : body.subject();
        if (subject == null) {
            throw NativeErrors.missingField("subject");
        }
        return envelope(
                body, template, from.strip(), sender, contact, new Filled(subject, filled.html(), filled.text()));
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

    private static Filled filled(Template template, EmailBody body, Contact contact, Address sender) {
        Result<Filled> filled = Filled.of(template, body.variables(), ofContact(body, contact, sender));
        if (!filled.isOk()) {
            throw NativeErrors.of(filled.problems().get(0));
        }
        return filled.value();
    }

    /** The reserved keys. Until there is a hosted page, an unsubscribe link writes to the sender. */
    private static Map<String, Object> ofContact(EmailBody body, Contact contact, Address sender) {
        Map<String, Object> values = new LinkedHashMap<>();
        String email = Address.read(body.to().get(0)).value().email();
        String firstName = contact == null ? null : contact.firstName();
        String lastName = contact == null ? null : contact.lastName();
        String unsubscribe = "mailto:" + sender.email() + "?subject=unsubscribe";
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
            EmailBody body, Template template, String from, Address sender, Contact contact, Filled filled) {
        UUID id = ids.next(now);
        boolean isPublic = sender.domain().contains(".");
        String domain = isPublic ? sender.domain() : messageIdDomain;
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
                body.headers(),
                body.tags(),
                now,
                body.topicId(),
                OnUncertain.RESEND,
                scheduledAt(body),
                body.files().stream().map(file -> file.sealed(ids.next(now))).toList(),
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
