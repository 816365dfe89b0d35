package onward.api;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a kind of thing is called, in paths, as {@code object} and in refusals. Some things go by two names:
 * today's, and the one that older clients know (contract/resend.md 15).
 */
record Noun(String plural, String singular) {
    static final Noun AUTOMATION = new Noun("automations", "automation");
    static final Noun WORKFLOW = new Noun("workflows", "workflow");
    static final Noun SEGMENT = new Noun("segments", "segment");
    static final Noun AUDIENCE = new Noun("audiences", "audience");
    static final Noun TOPIC = new Noun("topics", "topic");
    static final Noun EMAIL = new Noun("emails", "email");
    static final Noun DOMAIN = new Noun("domains", "domain");
    static final Noun WEBHOOK = new Noun("webhooks", "webhook");
    static final Noun SUPPRESSION = new Noun("suppressions", "suppression");
    static final Noun CONTACT = new Noun("contacts", "contact");
    static final Noun DEVICE = new Noun("devices", "device");
    static final Noun PUSH = new Noun("push", "push");
    static final Noun CONTACT_IMPORT = new Noun("contacts/imports", "contact_import");
    static final Noun CONTACT_PROPERTY = new Noun("contact-properties", "contact_property");

    /** For example {@code /segments}. */
    String all() {
        return "/" + plural;
    }

    /** For example {@code /segments/:segmentId}. */
    String one() {
        return all() + "/:" + parameter();
    }

    /** In camel case, as refusals name it: {@code contactPropertyId}. */
    private String parameter() {
        var words = Pattern.compile("_(.)");
        return words.matcher(singular).replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT)) + "Id";
    }

    /** The id in the path; refused when it is no UUID. */
    UUID id(Call call) {
        return call.uuid(parameter());
    }

    /** A body that begins with object and id. */
    Map<String, Object> body(UUID id) {
        return Answer.body("object", singular, "id", id);
    }

    <T> T existing(Optional<T> found) {
        return found.orElseThrow(this::notFound);
    }

    void requireExisting(boolean found) {
        if (!found) {
            throw notFound();
        }
    }

    /** For example {@code Segment not found}. */
    Refusal notFound() {
        return notFound("");
    }

    /** Of something that belongs to it, for example {@code Automation run not found}. */
    Refusal notFound(String part) {
        String capital = singular.substring(0, 1).toUpperCase(Locale.ROOT)
                + singular.substring(1).replace('_', ' ');
        return NativeErrors.notFound(capital + part + " not found");
    }
}
