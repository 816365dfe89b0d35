package onward.web.leave;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import onward.flow.fact.Contact;
import onward.flow.fact.Ids;
import onward.flow.message.Address;
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
 * A link that is none of ours, or whose mail or person is gone, is not found, and says no more than that. Somebody who
 * was written to directly need not be a contact: who chooses becomes one.
 */
public final class LeavePage {
    /** How many topics the page shows. */
    static final int TOPICS_MAX = PageRequest.LIMIT_MAX;

    private final Store store;
    private final MailLinks links;
    private final Pages pages;
    private final Ids ids = Ids.from(new SecureRandom());

    public LeavePage(Store store, MailLinks links, Pages pages) {
        this.store = store;
        this.links = links;
        this.pages = pages;
    }

    /**
     * A person, by the mail they hold the link of.
     *
     * @param contact null for somebody who was written to directly and is no contact
     */
    private record Reader(Contact contact, Envelope envelope) {
        UUID projectId() {
            return envelope.projectId();
        }

        String email() {
            return contact == null ? address(envelope) : contact.email();
        }

        boolean isUnsubscribed() {
            return contact != null && contact.unsubscribed();
        }

        /** Gone is who was a contact when the mail was made and is none any more. */
        boolean isThere() {
            return contact != null || envelope.contactId() == null;
        }

        Reader as(Contact known) {
            return new Reader(known, envelope);
        }
    }

    public void show(RoutingContext context) {
        reader(store.client(), context)
                .compose(reader -> reader.isEmpty()
                        ? Future.succeededFuture(Optional.<LeaveView>empty())
                        : view(store.client(), reader.get(), null).map(Optional::of))
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
            pages.sendPlain(context, 200, "leave", view.get());
        } else {
            pages.sendPlain(context, 404, "notice", NoticeView.GONE);
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
                                .map(contact -> Optional.of(new Reader(
                                                contact.orElse(null),
                                                found.get().envelope()))
                                        .filter(Reader::isThere)));
    }

    /** A mail that was sent without a contact is that of the first it was sent to. */
    private static ContactRef whose(Envelope envelope) {
        return envelope.contactId() == null ? ContactRef.email(address(envelope)) : ContactRef.id(envelope.contactId());
    }

    private static String address(Envelope envelope) {
        return Address.read(envelope.to().get(0)).value().email();
    }

    /** Too large a form is none of ours. */
    public void tooLarge(RoutingContext context) {
        context.response().putHeader(HttpHeaders.CONNECTION, "close");
        pages.sendPlain(context, 413, "notice", NoticeView.TOO_LARGE);
    }

    private Future<LeaveView> changed(SqlClient tx, Reader reader, MultiMap form) {
        if ("One-Click".equalsIgnoreCase(form.get("List-Unsubscribe"))) {
            return known(tx, reader)
                    .compose(one -> one.envelope().topicId() == null
                            ? subscribed(tx, one, false)
                            : left(tx, one, one.envelope().topicId()));
        }
        String action = String.valueOf(form.get("action"));
        return switch (action) {
            case "all" -> known(tx, reader).compose(one -> subscribed(tx, one, false));
            case "back" -> known(tx, reader).compose(one -> subscribed(tx, one, true));
            case "save" -> saved(tx, reader, form.getAll("topic"));
            default -> view(tx, reader, null);
        };
    }

    /** Who chooses becomes a contact, for a choice has to be kept with somebody. */
    private Future<Reader> known(SqlClient tx, Reader reader) {
        if (reader.contact() != null) {
            return Future.succeededFuture(reader);
        }
        var change = new ContactChange(reader.email(), false, null, false, null, null, Map.of());
        return store.now(tx)
                .compose(now -> Contacts.upsert(tx, reader.projectId(), ids.next(now), change, now))
                .compose(id -> again(tx, reader, id));
    }

    private static Future<Reader> again(SqlClient tx, Reader reader, UUID contactId) {
        return Contacts.find(tx, reader.projectId(), ContactRef.id(contactId))
                .map(found -> reader.as(found.orElse(reader.contact())));
    }

    private Future<LeaveView> subscribed(SqlClient tx, Reader reader, boolean isBack) {
        String words = isBack ? "You are subscribed again." : "You are unsubscribed and get no more of these emails.";
        if (reader.contact().unsubscribed() != isBack) {
            return view(tx, reader, words);
        }
        UUID id = reader.contact().id();
        var change = new ContactChange(null, false, null, false, null, !isBack, Map.of());
        return store.now(tx)
                .compose(now -> Contacts.update(tx, reader.projectId(), ContactRef.id(id), change, now))
                .compose(done -> again(tx, reader, id))
                .compose(after -> view(tx, after, words));
    }

    /** The topic may have been deleted since the mail was sent: then everything is left. */
    private Future<LeaveView> left(SqlClient tx, Reader reader, UUID topicId) {
        return Topics.hold(tx, reader.projectId(), List.of(topicId))
                .compose(there -> there.isEmpty()
                        ? subscribed(tx, reader, false)
                        : choose(tx, reader, Map.of(topicId, Topics.OPT_OUT), "You left this topic."));
    }

    private Future<LeaveView> saved(SqlClient tx, Reader reader, List<String> ticked) {
        var wanted = new HashSet<>(ticked);
        return publicTopics(tx, reader.projectId()).compose(topics -> {
            Map<UUID, String> choices = new HashMap<>();
            topics.forEach(topic ->
                    choices.put(topic.id(), wanted.contains(topic.id().toString()) ? Topics.OPT_IN : Topics.OPT_OUT));
            return choices.isEmpty()
                    ? view(tx, reader, null)
                    : known(tx, reader).compose(one -> choose(tx, one, choices, "Your choices are saved."));
        });
    }

    private Future<LeaveView> choose(SqlClient tx, Reader reader, Map<UUID, String> choices, String words) {
        UUID id = reader.contact().id();
        return store.now(tx)
                .compose(now -> Choices.choose(tx, reader.projectId(), id, choices, now))
                .compose(done -> again(tx, reader, id))
                .compose(after -> view(tx, after, words));
    }

    /** Topics that are private to the sender are not shown. */
    private static Future<List<Topic>> publicTopics(SqlClient client, UUID projectId) {
        return Topics.list(client, projectId, PageRequest.first(TOPICS_MAX))
                .map(page -> page.items().stream()
                        .filter(topic -> topic.visibility().equals(Topics.PUBLIC))
                        .toList());
    }

    private static Future<LeaveView> view(SqlClient client, Reader reader, String saved) {
        return publicTopics(client, reader.projectId())
                .compose(topics -> taken(client, reader, topics)
                        .map(taken -> new LeaveView(
                                hidden(reader.email()), reader.isUnsubscribed(), rows(topics, taken), saved)));
    }

    private static Future<Set<UUID>> taken(SqlClient client, Reader reader, List<Topic> topics) {
        if (reader.contact() == null) {
            return Future.succeededFuture(topics.stream()
                    .filter(topic -> topic.defaultSubscription().equals(Topics.OPT_IN))
                    .map(Topic::id)
                    .collect(Collectors.toSet()));
        }
        return Choices.list(client, reader.projectId(), reader.contact().id(), PageRequest.first(TOPICS_MAX))
                .map(chosen -> chosen.items().stream()
                        .filter(choice -> choice.subscription().equals(Topics.OPT_IN))
                        .map(Choices.Chosen::topicId)
                        .collect(Collectors.toSet()));
    }

    private static List<TopicRow> rows(List<Topic> topics, Set<UUID> taken) {
        return topics.stream()
                .map(topic -> new TopicRow(
                        topic.id().toString(), topic.name(), topic.description(), taken.contains(topic.id())))
                .toList();
    }

    /** {@code a…@example.com}: whoever holds the link knows whose it is, and nobody else learns it. */
    private static String hidden(String email) {
        int at = email.indexOf('@');
        return at < 1 ? "…" : email.charAt(0) + "…" + email.substring(at);
    }
}
