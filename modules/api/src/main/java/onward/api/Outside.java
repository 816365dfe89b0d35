package onward.api;

import java.util.Optional;
import onward.flow.message.MailReport;
import onward.store.SecretBox;

/**
 * What the face asks of the house around it.
 *
 * @param box keeps what may not be read in the database
 * @param endpoints looks at URLs that this server is to call
 * @param reports reads what mail servers send back
 * @param mailHost the host name of the mail server that mails leave through; null when there is none
 */
public record Outside(SecretBox box, Endpoints endpoints, Reports reports, String mailHost) {

    /** Says what keeps a URL from ever being called, as far as can be told without resolving its name. */
    @FunctionalInterface
    public interface Endpoints {
        /** @return what was expected and what was found, or empty when it may be called */
        Optional<String> problem(String url);
    }

    /** Reads a raw mail; empty when it tells nothing of a mail of ours. */
    @FunctionalInterface
    public interface Reports {
        Optional<MailReport> read(byte[] mail);
    }

    /** For faces that nothing outside reaches, in tests: every URL passes, and secrets end with the process. */
    public static Outside none() {
        return new Outside(SecretBox.fleeting(), url -> Optional.empty(), mail -> Optional.empty(), null);
    }
}
