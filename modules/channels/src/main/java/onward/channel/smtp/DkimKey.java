package onward.channel.smtp;

import java.security.PrivateKey;

/**
 * What signs the mails of a domain (RFC 6376).
 *
 * @param domain the signing domain, {@code d=}
 * @param selector where its public key is found, {@code s=}: the TXT record of {@code selector._domainkey.domain}
 * @param key RSA
 */
public record DkimKey(String domain, String selector, PrivateKey key) {

    /** Keys do not belong into logs. */
    @Override
    public String toString() {
        return selector + "._domainkey." + domain;
    }
}
