package onward.web.leave;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.SqlClient;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.flow.message.Envelope;
import onward.store.MailLinks;
import onward.store.MailLinks.Place;
import onward.store.PageRequest;
import onward.store.Store;
import onward.store.table.Choices;
import onward.store.table.ContactChange;
import onward.store.table.ContactRef;
import onward.store.table.Contacts;
import onward.store.table.Envelopes;
import onward.store.table.Topics;
import onward.store.table.Topics.Topic;
import onward.web.ui.Pages;

/**
 * {@code /unsubscribe/:token}. GET shows what can be left and changes nothing, for scanners follow links. POST changes:
 *
 * <pre>
 *   List-Unsubscribe=One-Click   leaves the topic of the mail, or everything when it has none (RFC 8058)
 *   action=all                   leaves everything
 *   action=back                  comes back
 *   action=save, topic=…         takes the ticked topics and leaves the others
 * </pre>
 *
 * A link that is none of ours, or whose mail or person is gone, is not found, and says no more than that.
 */
public final class LeavePage {
    /** How many topics the page shows. */
    static final int TOPICS_MAX = PageRequest.LIMIT_MAX;

    private final Store store;
    private final MailLinks links;
    private final Pages pages;

    public LeavePage(Store store, MailLinks links, Pages pages) {
        this.store = store;
        this.links = links;
        this.pages = pages;
    }

    /** A person, by the mail they hold the link of. */
    private record Reader(Contact contact, Envelope envelope) {}

    public void show(RoutingContext context) {
        reader(store.client(), context)
                .compose(reader -> reader.isEmpty()
                        ? Future.succeededFuture(Optional.<LeaveView>empty())
                        : view(store.client(), reader.get().contact(), null).map(Optional::of))
                .onSuccess(view -> answer(context, view))
                .onFailure(context::fail);
    }

    /** To be called with the form read. */
    public void change(RoutingContext context) {
        MultiMap form = context.request().formAttributes();
        store.transaction(tx -> reader(tx, context)
                        .compose(reader -> reader.isEmpty()
                                ? Future.succeededFuture(Optional.<LeaveView>empty())
                                : changed(tx, reader.get(), form).map(Optional::of)))
                .onSuccess(view -> answer(context, view))
                .onFailure(context::fail);
    }

    private void answer(RoutingContext context, Optional<LeaveView> view) {
        if (view.isPresent()) {
            pages.send(context, 200, "leave", view.get());
        } else {
            pages.send(context, 404, "gone", "");
        }
    }

    private Future<Optional<Reader>> reader(SqlClient client, RoutingContext context) {
        Optional<Place> place = links.read(MailLinks.UNSUBSCRIBE, context.pathParam("token"));
        return place.isEmpty() ? Future.succeededFuture(Optional.empty()) : reader(client, place.get());
    }

    private static Future<Optional<Reader>> reader(SqlClient client, Place place) {
        return Envelopes.find(client, place.projectId(), place.envelopeId())
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : Contacts.find(
                                        client,
                                        place.projectId(),
                                        whose(found.get().envelope()))
                                .map(contact -> contact.map(
                                        one -> new Reader(one, found.get().envelope()))));
    }

    /** A mail that was sent without a contact is that of the first it was sent to. */
    private static ContactRef whose(Envelope envelope) {
        return envelope.contactId() == null
                ? ContactRef.email(envelope.to().get(0))
                : ContactRef.id(envelope.contactId());
    }

    private Future<LeaveView> changed(SqlClient tx, Reader reader, MultiMap form) {
        if ("One-Click".equalsIgnoreCase(form.get("List-Unsubscribe"))) {
            return reader.envelope().topicId() == null
                    ? subscribed(tx, reader, false)
                    : left(tx, reader, reader.envelope().topicId());
        }
        String action = String.valueOf(form.get("action"));
        return switch (action) {
            case "all" -> subscribed(tx, reader, false);
            case "back" -> subscribed(tx, reader, true);
            case "save" -> saved(tx, reader, form.getAll("topic"));
            default -> view(tx, reader.contact(), null);
        };
    }

    private Future<LeaveView> subscribed(SqlClient tx, Reader reader, boolean isBack) {
        String words = isBack ? "You are subscribed again." : "You are unsubscribed and get no more of these emails.";
        if (reader.contact().unsubscribed() != isBack) {
            return view(tx, reader.contact(), words);
        }
        var change = new ContactChange(null, false, null, false, null, !isBack, Map.of());
        var ref = ContactRef.id(reader.contact().id());
        return store.now(tx)
                .compose(now -> Contacts.update(tx, reader.contact().projectId(), ref, change, now))
                .compose(done -> again(tx, reader, words));
    }

    /** The topic may have been deleted since the mail was sent: then everything is left. */
    private Future<LeaveView> left(SqlClient tx, Reader reader, UUID topicId) {
        return Topics.hold(tx, reader.contact().projectId(), List.of(topicId))
                .compose(there -> there.isEmpty()
                        ? subscribed(tx, reader, false)
                        : choose(tx, reader, Map.of(topicId, Topics.OPT_OUT), "You left this topic."));
    }

    private Future<LeaveView> saved(SqlClient tx, Reader reader, List<String> ticked) {
        var wanted = new HashSet<>(ticked);
        return publicTopics(tx, reader.contact()).compose(topics -> {
            Map<UUID, String> choices = new HashMap<>();
            topics.forEach(topic ->
                    choices.put(topic.id(), wanted.contains(topic.id().toString()) ? Topics.OPT_IN : Topics.OPT_OUT));
            return choices.isEmpty()
                    ? view(tx, reader.contact(), null)
                    : choose(tx, reader, choices, "Your choices are saved.");
        });
    }

    private Future<LeaveView> choose(SqlClient tx, Reader reader, Map<UUID, String> choices, String words) {
        Contact contact = reader.contact();
        return store.now(tx)
                .compose(now -> Choices.choose(tx, contact.projectId(), contact.id(), choices, now))
                .compose(done -> again(tx, reader, words));
    }

    private Future<LeaveView> again(SqlClient tx, Reader reader, String words) {
        Contact contact = reader.contact();
        return Contacts.find(tx, contact.projectId(), ContactRef.id(contact.id()))
                .compose(found -> view(tx, found.orElse(contact), words));
    }

    /** Topics that are private to the sender are not shown. */
    private static Future<List<Topic>> publicTopics(SqlClient client, Contact contact) {
        return Topics.list(client, contact.projectId(), PageRequest.first(TOPICS_MAX))
                .map(page -> page.items().stream()
                        .filter(topic -> topic.visibility().equals(Topics.PUBLIC))
                        .toList());
    }

    private static Future<LeaveView> view(SqlClient client, Contact contact, String saved) {
        return publicTopics(client, contact)
                .compose(topics -> Choices.list(
                                client, contact.projectId(), contact.id(), PageRequest.first(TOPICS_MAX))
                        .map(chosen -> {
                            var taken = new HashSet<UUID>();
                            chosen.items().stream()
                                    .filter(choice -> choice.subscription().equals(Topics.OPT_IN))
                                    .forEach(choice -> taken.add(choice.topicId()));
                            var rows = topics.stream()
                                    .map(topic -> new TopicRow(
                                            topic.id().toString(),
                                            topic.name(),
                                            topic.description(),
                                            taken.contains(topic.id())))
                                    .toList();
                            return new LeaveView(hidden(contact.email()), contact.unsubscribed(), rows, saved);
                        }));
    }

    /** {@code a…@example.com}: whoever holds the link knows whose it is, and nobody else learns it. */
    private static String hidden(String email) {
        int at = email.indexOf('@');
        return at < 1 ? "…" : email.charAt(0) + "…" + email.substring(at);
    }
}
