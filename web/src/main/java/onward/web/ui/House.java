package onward.web.ui;

import java.util.List;
import java.util.Optional;
import onward.store.SecretBox;

/**
 * What the dashboard asks of the house around it.
 *
 * @param box opens and seals what may not be read in the database
 * @param endpoints looks at URLs that this server is to call
 * @param mailHost the host name of the mail server that mails leave through; null when there is none
 * @param settings what is in force, secrets left out
 */
public record House(SecretBox box, Endpoints endpoints, String mailHost, List<Setting> settings) {

    /** Says what keeps a URL from ever being called, as far as can be told without resolving its name. */
    @FunctionalInterface
    public interface Endpoints {
        /** @return what was expected and what was found, or empty when it may be called */
        Optional<String> problem(String url);
    }

    /**
     * One setting of the server.
     *
     * @param value what is in force; of a secret only whether there is one; empty for nothing
     * @param origin who said so: the default, an environment variable, a flag, the settings file
     */
    public record Setting(String name, String value, boolean isSecret, String origin, String description) {}

    /** A house without anything around it, for tests: every URL passes, and secrets end with the process. */
    public static House none() {
        return new House(SecretBox.fleeting(), url -> Optional.empty(), null, List.of());
    }
}
