package onward.flow.message;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A TXT record that the owner of a domain adds, so that mails from it are believed.
 *
 * @param kind DKIM (RFC 6376), SPF (RFC 7208) or DMARC (RFC 7489)
 * @param name the whole name, without a dot at its end
 */
public record DnsRecord(String kind, String name, String value) {
    /** Where the public key of a domain is found. */
    public static final String SELECTOR = "onward";

    /**
     * What a domain needs before it is verified.
     *
     * @param publicKey base64 of the SubjectPublicKeyInfo
     * @param mailHost the mail server that mails leave through; null when there is none
     */
    public static List<DnsRecord> required(String domain, String selector, String publicKey, String mailHost) {
        return List.of(
                new DnsRecord("DKIM", selector + "._domainkey." + domain, "v=DKIM1; k=rsa; p=" + publicKey),
                new DnsRecord("SPF", domain, "v=spf1 " + allowed(mailHost) + " ~all"));
    }

    private static String allowed(String mailHost) {
        if (mailHost == null) {
            return "mx";
        }
        return mailHost.contains(":") ? "ip6:" + mailHost : (mailHost.matches("[0-9.]+") ? "ip4:" : "a:") + mailHost;
    }

    /** What makes other servers tell of mails that only look as if they were of this domain; nobody has to have it. */
    public static DnsRecord dmarc(String domain) {
        return new DnsRecord("DMARC", "_dmarc." + domain, "v=DMARC1; p=none;");
    }

    /**
     * Whether one of these texts is this record. A domain may have another SPF rule, for its other mail servers. A long
     * record comes in pieces, which not every name server client puts together, so all of them in a row count too.
     */
    public boolean isAmong(List<String> texts) {
        return Stream.concat(texts.stream(), Stream.of(String.join("", texts)))
                .map(text -> text.replaceAll("\\s+", ""))
                .anyMatch(this::isMet);
    }

    private boolean isMet(String text) {
        return switch (kind) {
            case "DKIM" -> List.of(text.split(";")).contains(value.substring(value.indexOf("p=")));
            case "SPF" -> text.toLowerCase(Locale.ROOT).startsWith("v=spf1");
            default -> text.toLowerCase(Locale.ROOT).startsWith("v=dmarc1");
        };
    }
}
