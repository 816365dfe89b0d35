package onward.flow.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "ada@example.com; -; ada@example.com",
                "' ada@example.com '; -; ada@example.com",
                "a+b.c@sub.example.co; -; a+b.c@sub.example.co",
                "root@localhost; -; root@localhost",
                "Ada <ada@example.com>; Ada; ada@example.com",
                "Ada<ada@example.com>; Ada; ada@example.com",
                "<ada@example.com>; -; ada@example.com",
                "\"Acme, Inc.\" <hi@example.com>; Acme, Inc.; hi@example.com",
                "\"A \\\"B\\\"\" <hi@example.com>; A \"B\"; hi@example.com",
                "Acme, Inc. <hi@example.com>; Acme, Inc.; hi@example.com",
                "Zoë ☕ <zoe@example.com>; Zoë ☕; zoe@example.com",
                "zoe@bücher.example; -; zoe@xn--bcher-kva.example",
            })
    void an_address_is_read_with_or_without_a_name(String text, String name, String email) {
        assertThat(Address.read(text).value()).isEqualTo(new Address(name, email));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada",
                "@example.com",
                "ada@",
                "ada@@example.com",
                "a da@example.com",
                "ada@exa mple.com",
                "ada@example..com",
                "ada@-example.com",
                ".ada@example.com",
                "ada.@example.com",
                "a..b@example.com",
                "ada@example.com, bob@example.com",
                "Ada <ada@example.com",
                "Ada ada@example.com>",
                "Ada <>",
                "A\r\nBcc: x@y.z <ada@example.com>",
                "ada@example.com\r\nBcc: x@y.z",
                "A <b> <ada@example.com>",
                "ada\u0000@example.com",
                "adä@example.com",
                "ada@[127.0.0.1]",
                "ada@example.com\u0085x"
            })
    void anything_else_is_refused(String text) {
        assertThat(Address.read(text).problems().get(0).message()).contains("`Name <email@example.com>`");
    }

    @Test
    void addresses_have_a_length() {
        assertThat(Address.read("a".repeat(64) + "@example.com").isOk()).isTrue();
        assertThat(Address.read("a".repeat(65) + "@example.com").isOk()).isFalse();
        assertThat(Address.read("a@" + "b.".repeat(200) + "com").isOk()).isFalse();
        assertThat(Address.read("a".repeat(1_000_000)).isOk()).isFalse();
        assertThat(Address.read("N".repeat(256) + " <a@b.com>").isOk()).isFalse();
    }

    @Test
    void a_bare_address_has_no_name() {
        assertThat(Address.readBare("Ada <ada@example.com>").isOk()).isFalse();
        assertThat(Address.key(" Ada@Example.COM ")).isEqualTo("ada@example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\u0000b", "a\u007fb", "a\u0085b", "a\u2028b", "a\tb"})
    void a_header_value_is_one_line(String text) {
        assertThat(HeaderValue.read(text).isOk()).isFalse();
        assertThat(HeaderValue.cleaned(text).text()).isEqualTo("a b");
        assertThatThrownBy(() -> new HeaderValue(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_header_value_keeps_whole_characters_only() {
        assertThat(HeaderValue.read("Grüße ☕ \ud83d\ude00").isOk()).isTrue();
        assertThat(HeaderValue.read("half \ud83d").isOk()).isFalse();
        assertThat(HeaderValue.cleaned("half \ud83d of it").text()).isEqualTo("half   of it");
        assertThat(HeaderValue.read("x".repeat(999)).isOk()).isFalse();
    }
}
