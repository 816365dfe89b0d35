package onward.channel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import onward.flow.fact.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guard lets through, without any network. */
class GuardTest {
    private static final String PUBLIC = "93.184.216.34";

    private static final List<String> PARTS = List.of(
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f",
            "0177",
            ".",
            "0",
            "1.1.1.1",
            "8.8.8.8",
            "[::1]",
            "[",
            "]",
            "::",
            "ffff:",
            "[::ffff:1.1.1.1]",
            "[2606:4700::1111]",
            "%25eth0",
            "%2e",
            "%00",
            "@",
            ":",
            ":80",
            ":443",
            ":22",
            "/",
            "//",
            "\\",
            "#",
            "?",
            "a",
            "localhost",
            "shop.example",
            "\t",
            "\r\n",
            " ",
            "\u0000",
            "\uff11",
            "\u3002",
            "\u24db",
            "\u00ad",
            "-",
            "_",
            "s://",
            "://",
            "x".repeat(300));

    private static String problem(Guard guard, String url) throws UnknownHostException {
        return guard.check(url).problems().stream()
                .findFirst()
                .map(Problem::message)
                .orElse("none");
    }

    private static Guard knowing(String... addresses) {
        return Guard.strict(Calls.knowing("shop.example", addresses));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.0",
                "100.127.255.255",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.0.0",
                "169.254.169.254",
                "172.16.0.0",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.1",
                "192.168.255.255",
                "198.18.0.0",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::1",
                "100::1",
                "1000::1",
                "2001::1",
                "2001:1ff::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "3fff::1",
                "4000::1",
                "5f00::1",
                "fc00::1",
                "fd00::1",
                "fd00:ec2::254",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1"
            })
    void an_address_that_is_not_for_everyone_is_refused(String address) throws Exception {
        assertThat(knowing(address).check("https://shop.example/").isOk()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                PUBLIC,
                "2001:200::1",
                "2001:4860:4860::8888",
                "2606:4700::1111",
                "2a00:1450::1",
                "2003::1"
            })
    void a_public_address_passes(String address) throws Exception {
        assertThat(knowing(address).check("https://shop.example/").value().addresses())
                .containsExactly(InetAddress.getByName(address));
    }

    /** The JDK turns a mapped address into IPv4 where it can; a resolver might not. */
    @Test
    void an_ipv4_address_mapped_into_ipv6_is_refused() throws Exception {
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xff;
        mapped[12] = 8;
        InetAddress address = Inet6Address.getByAddress(null, mapped, -1);

        var result = Guard.strict(host -> List.of(address)).check("http://shop.example");

        assertThat(address).isInstanceOf(Inet6Address.class);
        assertThat(result.isOk()).isFalse();
    }

    @Test
    void of_several_addresses_only_the_passing_ones_are_used() throws Exception {
        var route = knowing("127.0.0.1", PUBLIC, "10.0.0.1", "2606:4700::1111")
                .check("https://shop.example/")
                .value();

        assertThat(route.addresses()).isEqualTo(Calls.addresses(PUBLIC, "2606:4700::1111"));
        assertThat(route.server(0).host()).isEqualTo(PUBLIC);
        assertThat(route.server(0).port()).isEqualTo(443);
        assertThat(route.target().host()).isEqualTo("shop.example");
    }

    @Test
    void an_address_forgets_the_name_it_was_found_by() throws Exception {
        InetAddress named = InetAddress.getByAddress(
                "shop.example", InetAddress.getByName(PUBLIC).getAddress());

        var route = Guard.strict(host -> List.of(named))
                .check("http://shop.example")
                .value();

        assertThat(route.server(0).host()).isEqualTo(PUBLIC);
        assertThat(route.addresses().get(0).toString()).isEqualTo("/" + PUBLIC);
    }

    @Test
    void the_words_say_what_was_expected_what_was_found_and_how_to_allow_it() throws Exception {
        assertThat(problem(knowing("10.0.0.5"), "https://shop.example/secret"))
                .isEqualTo("Expected shop.example to be on the public internet, found 10.0.0.5, which is a private "
                        + "network (10.0.0.0/8). ONWARD_ALLOW_PRIVATE_NETWORKS=true allows private networks.");
        assertThat(problem(knowing(PUBLIC), "https://shop.example:5432/secret"))
                .isEqualTo(
                        "Expected the port 80 or 443, found 5432. ONWARD_ALLOW_PRIVATE_NETWORKS=true allows any port.");
        assertThat(problem(knowing("169.254.169.254"), "http://shop.example/"))
                .contains("169.254.169.254", "credentials")
                .doesNotContain("ONWARD_ALLOW");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 22, 25, 79, 81, 442, 444, 5432, 6379, 8080, 8443, 65_535})
    void other_ports_are_refused(int port) throws Exception {
        assertThat(knowing(PUBLIC).check("http://shop.example:" + port).isOk()).isFalse();
    }

    @Test
    void our_own_name_is_refused_however_it_is_written() throws Exception {
        Guard guard = knowing(PUBLIC).refusing(Set.of("Shop.example"));

        assertThat(problem(guard, "https://SHOP.example./events")).contains("which is this one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.17.0.1",
                "192.168.1.1",
                "100.64.0.1",
                "198.18.0.1",
                "::1",
                "fd00::1"
            })
    void the_open_guard_allows_private_networks_and_any_port(String address) throws Exception {
        Guard guard = Guard.open(Calls.knowing("shop.example", address));

        assertThat(guard.check("http://shop.example:3000/").isOk()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "100.100.100.200",
                "fd00:ec2::254",
                "fe80::1",
                "0.0.0.0",
                "::",
                "224.0.0.1",
                "255.255.255.255",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "203.0.113.1"
            })
    void even_the_open_guard_keeps_some_places_closed(String address) throws Exception {
        Guard guard = Guard.open(Calls.knowing("shop.example", address));

        assertThat(guard.check("http://shop.example/").isOk()).isFalse();
    }

    @Test
    void a_name_without_an_address_is_no_refusal() {
        assertThatThrownBy(() -> knowing().check("http://shop.example")).isInstanceOf(UnknownHostException.class);
        assertThatThrownBy(() -> knowing(PUBLIC).check("http://other.example"))
                .isInstanceOf(UnknownHostException.class);
    }

    @Test
    void no_address_is_ever_given_to_the_resolver() throws Exception {
        Guard guard = Guard.strict(host -> {
            throw new AssertionError("resolved " + host);
        });

        assertThat(guard.check("http://1.1.1.1/").isOk()).isTrue();
        assertThat(guard.check("http://[2606:4700::1111]/").isOk()).isTrue();
        Stream.of(
                        "http://2130706433",
                        "http://0x7f.1",
                        "http://0177.0.0.1",
                        "http://127.1",
                        "http://0",
                        "http://1.1.1.01")
                .forEach(url -> assertThat(Target.read(url).isOk()).as(url).isFalse());
    }

    /** Every name leads to this machine, so nothing may pass but a public address in digits. */
    @Test
    void however_a_url_is_put_together_it_does_not_lead_inside() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Guard guard = Guard.strict(host -> Calls.addresses("127.0.0.1", "::1", "10.0.0.1"));

        for (int i = 0; i < 50_000; i++) {
            String url = "http" + (random.nextBoolean() ? "://" : pick(random)) + scrambled(random);
            assertThatNoException()
                    .as("seed %d: %s", seed, url)
                    .isThrownBy(() -> guard.check(url).map(route -> {
                        assertThat(route.target().literal()).as(url).isNotNull();
                        assertThat(route.addresses())
                                .containsExactly(route.target().literal());
                        assertThat(Range.of(route.addresses().get(0))).as(url).isEmpty();
                        return route;
                    }));
        }
    }

    private static String scrambled(Random random) {
        StringBuilder url = new StringBuilder();
        for (int parts = 1 + random.nextInt(6); parts > 0; parts--) {
            url.append(pick(random));
        }
        return url.toString();
    }

    private static String pick(Random random) {
        return PARTS.get(random.nextInt(PARTS.size()));
    }
}
