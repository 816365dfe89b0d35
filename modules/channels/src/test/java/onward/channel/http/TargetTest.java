package onward.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** One reading of a URL, for the check and for the connection. */
class TargetTest {

    @Test
    void a_url_is_read_into_what_the_connection_needs() {
        var target = Target.read("HTTPS://Shop.Example./orders/7?with=lines").value();

        assertThat(target).isEqualTo(new Target(true, "shop.example", 443, "/orders/7?with=lines", null));
    }

    @Test
    void what_is_missing_has_a_default() {
        assertThat(Target.read("http://shop.example").value())
                .isEqualTo(new Target(false, "shop.example", 80, "/", null));
        assertThat(Target.read("https://shop.example:8443?x=1").value())
                .isEqualTo(new Target(true, "shop.example", 8443, "/?x=1", null));
    }

    @Test
    void letters_outside_ascii_are_encoded_and_escapes_stay_as_they_are() {
        assertThat(Target.read("http://shop.example/%2e%2e/für?q=%0D%0Aä")
                        .value()
                        .path())
                .isEqualTo("/%2e%2e/f%C3%BCr?q=%0D%0A%C3%A4");
    }

    @Test
    void an_ipv6_address_loses_its_brackets() {
        var target = Target.read("http://[2606:4700::1111]:81/").value();

        assertThat(target.host()).isEqualTo("2606:4700::1111");
        assertThat(target.literal().getAddress()).hasSize(16);
        assertThat(target).hasToString("[2606:4700::1111]:81");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "shop.example",
                "//shop.example",
                "http:shop.example",
                "http:/shop.example",
                "http://",
                "http:///path",
                "http://:80",
                "http:////127.0.0.1",
                "http://@shop.example",
                "https://a@127.0.0.1",
                "https://a:b@shop.example",
                "https://shop.example#@127.0.0.1",
                "https://shop.example/#",
                "https://shop.example\\@127.0.0.1",
                "https://shop.example/\\..",
                "http://shop.\texample",
                "http://shop.example/\n",
                "http://shop.example/a b",
                " http://shop.example",
                "http://shop.example/\u0000",
                "http://shop.example/\u2028",
                "http://shop.example:0",
                "http://shop.example:65536",
                "http://shop.example:99999999999",
                "http://shop.example:-1",
                "http://shop.example:８０",
                "http://１２７.0.0.1",
                "http://ⓛocalhost",
                "http://local\u00adhost",
                "http://127。0。0。1",
                "http://127.0.0.1%2f.shop.example",
                "http://%31%32%37.0.0.1",
                "http://shop..example",
                "http://[::1",
                "http://[::1]shop.example",
                "http://[::ffff:127.0.0.1]",
                "http://[::ffff:7f00:1]",
                "http://[fe80::1%25eth0]",
                "http://[fe80::1%eth0]",
                "http://[::1%251]",
                "http://2130706433",
                "http://0x7f.1",
                "http://0x7f000001",
                "http://0177.0.0.1",
                "http://010.0.0.1",
                "http://127.1",
                "http://127.0.1",
                "http://0",
                "http://1.2.3.4.5",
                "http://256.1.1.1",
                "http://1.2.3.04",
                "file:///etc/passwd",
                "ftp://shop.example/",
                "gopher://shop.example/",
                "jar:http://shop.example/a.jar!/",
                "ldap://shop.example/",
                "data:text/plain,hi",
                "unix:/var/run/docker.sock",
                "javascript:alert(1)"
            })
    void anything_else_is_refused(String url) {
        assertThat(Target.read(url).isOk()).isFalse();
    }

    @Test
    void a_url_has_an_end() {
        assertThat(Target.read("http://shop.example/" + "a".repeat(2_000)).isOk())
                .isFalse();
    }
}
