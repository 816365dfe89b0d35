package onward.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailLinksTest {
    private static final UUID PROJECT = UUID.fromString("01900000-0000-7000-8000-000000000001");
    private static final UUID MAIL = UUID.fromString("01900000-0000-7000-8000-000000000002");
    private static final String BASE = "https://mail.example.com";

    private final SecretBox box = SecretBox.fleeting();
    private final MailLinks links = new MailLinks(box, () -> BASE);

    private static String token(String url, String kind) {
        assertThat(url).startsWith(BASE + kind);
        return url.substring((BASE + kind).length());
    }

    @Test
    void a_link_says_which_mail_it_stands_in() {
        String unsubscribe = token(links.unsubscribe(PROJECT, MAIL), MailLinks.UNSUBSCRIBE);
        String click = token(links.click(PROJECT, MAIL, 999), MailLinks.CLICK);

        assertThat(links.read(MailLinks.UNSUBSCRIBE, unsubscribe)).contains(new MailLinks.Place(PROJECT, MAIL, 0));
        assertThat(links.read(MailLinks.CLICK, click)).contains(new MailLinks.Place(PROJECT, MAIL, 999));
        assertThat(links.isOurs(links.unsubscribe(PROJECT, MAIL))).isTrue();
    }

    @Test
    void a_link_for_one_purpose_is_none_for_another_and_none_of_another_server() {
        String click = token(links.click(PROJECT, MAIL, 0), MailLinks.CLICK);

        assertThat(links.read(MailLinks.UNSUBSCRIBE, click)).isEmpty();
        assertThat(links.read(MailLinks.OPEN, click)).isEmpty();
        assertThat(new MailLinks(SecretBox.fleeting(), () -> BASE).read(MailLinks.CLICK, click))
                .isEmpty();
    }

    @Test
    void an_altered_link_is_none() {
        String token = token(links.unsubscribe(PROJECT, MAIL), MailLinks.UNSUBSCRIBE);

        for (int i = 0; i < token.length() - 1; i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String altered = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(links.read(MailLinks.UNSUBSCRIBE, altered)).as(altered).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "not base64 !", "AAAA", "../../etc/passwd", "%00"})
    void other_text_is_no_link(String text) {
        assertThat(links.read(MailLinks.UNSUBSCRIBE, text)).isEmpty();
        assertThat(links.read(MailLinks.UNSUBSCRIBE, "A".repeat(100_000))).isEmpty();
    }

    @Test
    void what_is_sealed_is_opened_by_the_same_key_for_the_same_purpose_alone() {
        byte[] plain = "secret".getBytes(StandardCharsets.UTF_8);
        byte[] sealed = box.seal("a", plain);

        assertThat(box.open("a", sealed)).isEqualTo(plain);
        assertThat(box.seal("a", plain)).isNotEqualTo(sealed);
        assertThatThrownBy(() -> box.open("b", sealed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> SecretBox.fleeting().open("a", sealed)).hasMessageContaining("secret.key");
        sealed[sealed.length - 1] ^= 1;
        assertThatThrownBy(() -> box.open("a", sealed)).isInstanceOf(IllegalStateException.class);
    }
}
