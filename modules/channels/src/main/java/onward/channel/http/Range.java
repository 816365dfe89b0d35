package onward.channel.http;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that a request from a stranger must not reach. The table follows the special-purpose registries of IANA
 * (RFC 6890); of IPv6 only what is assigned for public use, 2000::/3, is ever reached, so what embeds an IPv4 address
 * (mapped, compatible, NAT64) is refused without a row of its own.
 *
 * @param cidr as written, for messages
 * @param width of the addresses in bits, 32 or 128
 * @param length of the prefix in bits
 * @param isPrivate whether an operator may allow it
 * @param words what it is, for people
 */
record Range(String cidr, int width, int length, BigInteger prefix, boolean isPrivate, String words) {

    /** From the narrowest: the first range that holds an address names it. */
    static final List<Range> TABLE = List.of(
            never("169.254.0.0/16", "link-local, where clouds hand out credentials"),
            never("100.100.100.200/32", "where a cloud hands out credentials"),
            never("fd00:ec2::254/128", "where a cloud hands out credentials"),
            inPrivate("127.0.0.0/8", "this machine"),
            inPrivate("10.0.0.0/8", "a private network"),
            inPrivate("172.16.0.0/12", "a private network"),
            inPrivate("192.168.0.0/16", "a private network"),
            inPrivate("100.64.0.0/10", "a provider's private network"),
            inPrivate("198.18.0.0/15", "a network for measurements"),
            inPrivate("::1/128", "this machine"),
            inPrivate("fc00::/7", "a private network"),
            never("0.0.0.0/8", "no address at all"),
            never("192.0.0.0/24", "for protocols"),
            never("192.0.2.0/24", "for examples"),
            never("192.88.99.0/24", "a former relay to IPv6"),
            never("198.51.100.0/24", "for examples"),
            never("203.0.113.0/24", "for examples"),
            never("224.0.0.0/4", "for many receivers at once"),
            never("240.0.0.0/4", "reserved"),
            never("fe80::/10", "link-local"),
            never("ff00::/8", "for many receivers at once"),
            never("2001::/23", "for protocols, such as Teredo"),
            never("2001:db8::/32", "for examples"),
            never("2002::/16", "an IPv4 address inside an IPv6 one"),
            never("3fff::/20", "for examples"));

    private static final Range PUBLIC_IPV6 = never("2000::/3", "public");
    private static final Range OTHER_IPV6 = never("::/0", "not assigned for public use");

    /** An operator may allow these. */
    static Range inPrivate(String cidr, String words) {
        return of(cidr, true, words);
    }

    /** No setting allows these: nothing a request could want is there. */
    static Range never(String cidr, String words) {
        return of(cidr, false, words);
    }

    private static Range of(String cidr, boolean isPrivate, String words) {
        int slash = cidr.indexOf('/');
        int length = Integer.parseInt(cidr.substring(slash + 1));
        byte[] network = bytes(cidr.substring(0, slash));
        return new Range(cidr, network.length * 8, length, prefix(network, length), isPrivate, words);
    }

    private static byte[] bytes(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException("Expected an address, found " + literal, impossible);
        }
    }

    private static BigInteger prefix(byte[] address, int length) {
        return new BigInteger(1, address).shiftRight(address.length * 8 - length);
    }

    /** The range of the table that holds this address, or empty when it is one of the public ones. */
    static Optional<Range> of(InetAddress address) {
        byte[] bytes = address.getAddress();
        Optional<Range> row = TABLE.stream().filter(range -> range.holds(bytes)).findFirst();
        return row.isEmpty() && bytes.length == 16 && !PUBLIC_IPV6.holds(bytes) ? Optional.of(OTHER_IPV6) : row;
    }

    private boolean holds(byte[] address) {
        return address.length * 8 == width && prefix(address, length).equals(prefix);
    }

    @Override
    public String toString() {
        return words + " (" + cidr + ")";
    }
}
