package onward.flow.step;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import onward.flow.fact.Device;
import onward.flow.message.Links;
import onward.flow.message.Template;

/**
 * What the project has that steps refer to, as far as one run's automation names it.
 *
 * @param published the published template of each reference (id as text, or alias) that there is
 * @param drafts references of templates that exist and were never published
 * @param segments ids, as text, of the segments that exist
 * @param topics by id, as text, of the topics that exist: does the run's contact take it?
 * @param propertyFallbacks by key what counts where a contact has no value of a property
 * @param defaultSender the sender of mails for which neither step nor template has one; null when there is none
 * @param messageIdDomain the right-hand side of Message-IDs when a sender has no domain of its own
 * @param links that lead from a mail back to this server
 * @param verifiedDomains the domains, in lower case, that mails may be sent from; null when any will do
 * @param devices those of the run's contact that may be pushed to; empty unless a step asks
 */
public record Catalogue(
        Map<String, Template> published,
        Set<String> drafts,
        Set<String> segments,
        Map<String, Boolean> topics,
        Map<String, Object> propertyFallbacks,
        String defaultSender,
        String messageIdDomain,
        Links links,
        Set<String> verifiedDomains,
        List<Device> devices) {

    /** Without fallbacks, of a server that nobody reaches from outside, which lets mails be sent from any domain. */
    public Catalogue(
            Map<String, Template> published,
            Set<String> drafts,
            Set<String> segments,
            Map<String, Boolean> topics,
            String defaultSender,
            String messageIdDomain) {
        this(published, drafts, segments, topics, Map.of(), defaultSender, messageIdDomain, Links.NONE, null);
    }

    /** The same after the run's contact chose of a topic. */
    Catalogue with(Effect.ChooseTopic choice) {
        var chosen = new HashMap<>(topics);
        chosen.put(choice.topicId().toString(), choice.isTaken());
        return new Catalogue(
                published,
                drafts,
                segments,
                chosen,
                propertyFallbacks,
                defaultSender,
                messageIdDomain,
                links,
                verifiedDomains,
                devices);
    }

    /** Of a contact without devices. */
    public Catalogue(
            Map<String, Template> published,
            Set<String> drafts,
            Set<String> segments,
            Map<String, Boolean> topics,
            Map<String, Object> propertyFallbacks,
            String defaultSender,
            String messageIdDomain,
            Links links,
            Set<String> verifiedDomains) {
        this(
                published,
                drafts,
                segments,
                topics,
                propertyFallbacks,
                defaultSender,
                messageIdDomain,
                links,
                verifiedDomains,
                List.of());
    }

    /** Whether mails may be sent from this domain. */
    boolean mayLeaveFrom(String domain) {
        return verifiedDomains == null || verifiedDomains.contains(domain.toLowerCase(Locale.ROOT));
    }
}
