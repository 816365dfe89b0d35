package onward.channel.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.step.HttpRequest;

/**
 * Where a URL leads, read once and strictly (RFC 3986 in ASCII): the guard checks these very values and the connection
 * uses them, so no second parser can see another host. A number in place of a name must be a plain IPv4 address: the
 * short, octal, hexadecimal and decimal spellings, of which every library reads a few, are refused.
 *
 * @param host in lower case, without a dot at its end; an IPv6 address stands without its brackets
 * @param path with the query, in ASCII; at least {@code /}
 * @param literal the address, when the host is one; null when it is a name
 */
record Target(boolean isSecure, String host, int port, String path, InetAddress literal) {
    static final int PORT_HTTP = 80;
    static final int PORT_HTTPS = 443;
    static final int PORT_MAX = 65_535;

    /** The last label of a number, however it is spelled (WHATWG URL, "ends in a number"). */
    private static final Pattern NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

    private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");

    /** @return the target or the first problem, with words that repeat nothing but the host */
    static Result<Target> read(String url) {
        try {
            return tooLong(url) ? refused("another") : read(new URI(url));
        } catch (URISyntaxException | IllegalArgumentException unreadable) {
            return refused("something that is no URL");
        }
    }

    private static boolean tooLong(String url) {
        return url == null || url.length() > HttpRequest.URL_LENGTH_MAX;
    }

    private static Result<Target> read(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return refused("another scheme");
        }
        if (uri.getHost() == null) {
            return refused("none that can be read");
        }
        if (uri.getRawUserInfo() != null || uri.getRawAuthority().contains("@")) {
            return refused("a user before the host");
        }
        if (uri.getRawFragment() != null) {
            return refused("a fragment");
        }
        return read(scheme.equals("https"), uri);
    }

    private static Result<Target> read(boolean isSecure, URI uri) {
        int port = uri.getPort() == -1 ? isSecure ? PORT_HTTPS : PORT_HTTP : uri.getPort();
        if (port < 1 || port > PORT_MAX) {
            return refused("the port " + port);
        }
        String host = host(uri.getHost().toLowerCase(Locale.ROOT));
        boolean isAddress = host.contains(":") || NUMBER.matcher(host).matches();
        Optional<InetAddress> literal = isAddress ? literal(host) : Optional.empty();
        return isAddress && literal.isEmpty()
                ? refused("an address in an unusual spelling")
                : Result.of(new Target(isSecure, host, port, path(uri), literal.orElse(null)));
    }

    private static String host(String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
    }

    /** Nothing is resolved here: no name gets this far. */
    private static Optional<InetAddress> literal(String host) {
        try {
            return host.contains(":") ? ipv6(host) : ipv4(host);
        } catch (UnknownHostException unreadable) {
            return Optional.empty();
        }
    }

    /** An IPv4 address in IPv6 clothes comes back as IPv4, and is refused; so is one that names an interface. */
    private static Optional<InetAddress> ipv6(String host) throws UnknownHostException {
        if (host.contains("%")) {
            return Optional.empty();
        }
        InetAddress address = InetAddress.getByName("[" + host + "]");
        return address instanceof Inet4Address ? Optional.empty() : Optional.of(address);
    }

    private static Optional<InetAddress> ipv4(String host) throws UnknownHostException {
        List<Integer> octets = new ArrayList<>();
        for (String part : host.split("\\.", -1)) {
            octets.add(OCTET.matcher(part).matches() ? Integer.parseInt(part) : -1);
        }
        if (octets.size() != 4 || octets.stream().anyMatch(octet -> octet < 0 || octet > 255)) {
            return Optional.empty();
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            bytes[i] = octets.get(i).byteValue();
        }
        return Optional.of(InetAddress.getByAddress(bytes));
    }

    private static String path(URI uri) {
        URI ascii = URI.create(uri.toASCIIString());
        String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        return ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
    }

    private static Result<Target> refused(String found) {
        return Result.failed(Problem.invalid(
                "url",
                "Expected an http or https URL with a host, of at most " + HttpRequest.URL_LENGTH_MAX
                        + " characters and without a user or a fragment, found " + found + "."));
    }

    /** Host and port, for messages: the path may hold what is nobody else's business. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
