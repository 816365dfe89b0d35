package onward.engine;

import io.vertx.core.Future;
import java.util.Set;
import java.util.UUID;
import onward.flow.message.Links;
import onward.store.MailLinks;

/**
 * What mails need to know of the house they leave.
 *
 * @param links that lead back here; null when nobody reaches this server
 * @param domains that mails are sent from; null when there are none to know
 * @param verifiedOnly whether mails may be sent from verified domains only
 */
public record Mailroom(MailLinks links, SenderDomains domains, boolean verifiedOnly) {
    /** No links, any sender, nothing tracked. */
    public static final Mailroom NONE = new Mailroom(null, null, false);

    Links linksOrNone() {
        return links == null ? Links.NONE : links;
    }

    /** The domains of all projects where they count; null when any will do. */
    Future<SenderDomains.Known> required() {
        return verifiedOnly ? domains.known() : Future.succeededFuture(null);
    }

    /** Those of one project; null when any will do. */
    static Set<String> verified(SenderDomains.Known known, UUID projectId) {
        return known == null ? null : known.verified(projectId);
    }
}
