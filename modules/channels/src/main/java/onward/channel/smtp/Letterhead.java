package onward.channel.smtp;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.message.Address;
import onward.flow.message.Attachment;
import onward.flow.message.Envelope;
import onward.flow.message.HeaderValue;

/**
 * The addresses of an envelope, read, after every header of it was checked. The mail library lets a CR or
 * LF in a header through to the wire, where it would start a header of the attacker's choice; so nothing
 * reaches it that has not passed here.
 */
record Letterhead(
        InternetAddress from,
        List<InternetAddress> to,
        List<InternetAddress> cc,
        List<InternetAddress> bcc,
        List<InternetAddress> replyTo,
        List<String> leftOut) {
    /** RFC 5322, section 3.6.8. */
    private static final Pattern NAME = Pattern.compile("[!-9;-~]+");

    /** RFC 5322, section 3.6.4, without comments and quotes. */
    private static final Pattern MESSAGE_ID = Pattern.compile("<[!-;=?A-~]+@[!-;=?A-~]+>");

    /** Headers that follow from the envelope or the body, and so cannot be set beside them. */
    private static final Set<String> OWN = Set.of(
            "from",
            "sender",
            "to",
            "cc",
            "bcc",
            "reply-to",
            "subject",
            "date",
            "message-id",
            "mime-version",
            "return-path",
            "received",
            "x-onward-id");

    /** Checks and reads; every problem is named. */
    static Result<Letterhead> of(Envelope envelope) {
        var problems = new ArrayList<Problem>();
        checkHeaders(envelope, problems);
        checkBody(envelope, problems);
        var head = addresses(envelope, problems);
        return problems.isEmpty() ? Result.of(head) : Result.failed(problems);
    }

    private static void checkHeaders(Envelope envelope, List<Problem> problems) {
        checkValue("subject", envelope.subject(), problems);
        if (!MESSAGE_ID.matcher(envelope.messageId()).matches()) {
            problems.add(
                    Problem.invalid("message_id", "Expected a Message-ID of the form <left@right>, found another."));
        }
        envelope.headers().forEach((name, value) -> {
            checkName(name, problems);
            checkValue("headers." + name, value, problems);
        });
    }

    private static void checkName(String name, List<Problem> problems) {
        if (!NAME.matcher(name).matches()) {
            problems.add(Problem.invalid(
                    "headers", "Expected a header name of printable ASCII without a colon, found '" + name + "'."));
        }
        var lower = name.toLowerCase(Locale.ROOT);
        if (OWN.contains(lower) || lower.startsWith("content-")) {
            problems.add(Problem.invalid(
                    "headers", "Expected a header that the mail does not set itself, found " + name + "."));
        }
    }

    private static void checkValue(String path, String value, List<Problem> problems) {
        HeaderValue.read(value).problems().forEach(problem -> problems.add(named(path, problem)));
    }

    private static Problem named(String path, Problem problem) {
        return Problem.invalid(path, path + ": " + problem.message());
    }

    private static void checkBody(Envelope envelope, List<Problem> problems) {
        if (envelope.html() == null && envelope.text() == null) {
            problems.add(Problem.missing("html", "Expected a html or a text body, found neither."));
        }
        if (envelope.to().isEmpty()) {
            problems.add(Problem.missing("to", "Expected at least one recipient in to, found none."));
        }
        envelope.attachments().forEach(file -> checkFile(file, problems));
    }

    private static void checkFile(Attachment file, List<Problem> problems) {
        var isId = file.contentId() == null || Attachment.isContentId(file.contentId());
        if (!isId
                || !Attachment.isContentType(file.contentType())
                || !Attachment.safeName(file.filename()).equals(file.filename())) {
            problems.add(Problem.invalid(
                    "attachments", "Expected a safe file name, a media type and a content id, found others."));
        }
    }

    private static Letterhead addresses(Envelope envelope, List<Problem> problems) {
        return new Letterhead(
                address("from", envelope.from(), problems),
                addresses("to", envelope.to(), problems),
                addresses("cc", envelope.cc(), problems),
                addresses("bcc", envelope.bcc(), problems),
                addresses("reply_to", envelope.replyTo(), problems),
                envelope.leftOut());
    }

    private static List<InternetAddress> addresses(String path, List<String> texts, List<Problem> problems) {
        var read = new ArrayList<InternetAddress>();
        texts.forEach(text -> read.add(address(path, text, problems)));
        return read;
    }

    private static InternetAddress address(String path, String text, List<Problem> problems) {
        var before = problems.size();
        checkValue(path, text, problems);
        if (problems.size() > before) {
            return null;
        }
        var address = Address.read(text);
        address.problems().forEach(problem -> problems.add(named(path, problem)));
        return address.isOk() ? asMail(path, address.value(), problems) : null;
    }

    private static InternetAddress asMail(String path, Address address, List<Problem> problems) {
        try {
            var mail = new InternetAddress(address.email(), true);
            mail.setPersonal(address.name(), "UTF-8");
            return mail;
        } catch (AddressException | UnsupportedEncodingException odd) {
            problems.add(Problem.invalid(
                    path,
                    path + ": Expected an address that mail servers take, found one they do not: " + odd.getMessage()
                            + "."));
            return null;
        }
    }

    /** Everyone the relay hears of, in order, each address once. */
    List<InternetAddress> everyone() {
        var seen = new HashSet<>(leftOut);
        return Stream.of(to, cc, bcc)
                .flatMap(List::stream)
                .filter(address -> seen.add(Address.key(address.getAddress())))
                .toList();
    }
}
