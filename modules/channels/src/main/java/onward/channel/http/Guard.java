package onward.channel.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;

/**
 * Decides where a request may go, so that nobody can make this server ask its neighbours. It resolves the name itself
 * and lets through only addresses it has seen; of several, the passing ones are used.
 */
public final class Guard {
    /** What an operator sets to {@code true} for {@link #open()}. */
    public static final String SETTING = "ONWARD_ALLOW_PRIVATE_NETWORKS";

    /** How many addresses of a name are looked at. */
    static final int ADDRESSES_MAX = 32;

    private static final Set<Integer> PORTS = Set.of(Target.PORT_HTTP, Target.PORT_HTTPS);
    private static final Rules STRICT = new Rules(PORTS::contains, Range::of);
    private static final Rules OPEN =
            new Rules(port -> true, address -> Range.of(address).filter(range -> !range.isPrivate()));

    private final Rules rules;
    private final Set<String> ownNames;
    private final Resolver resolver;

    /** With other rules and answers, for tests. */
    Guard(Rules rules, Set<String> ownNames, Resolver resolver) {
        this.rules = rules;
        this.ownNames = ownNames;
        this.resolver = resolver;
    }

    /** For everyone: public addresses only, ports 80 and 443 only. */
    public static Guard strict() {
        return strict(Guard::resolved);
    }

    static Guard strict(Resolver resolver) {
        return new Guard(STRICT, Set.of(), resolver);
    }

    /**
     * For development and closed networks: any port, this machine and private networks too. Where clouds hand out
     * credentials, and where no server can be, stays closed.
     */
    public static Guard open() {
        return open(Guard::resolved);
    }

    static Guard open(Resolver resolver) {
        return new Guard(OPEN, Set.of(), resolver);
    }

    /** The same guard, which also refuses these host names: our own, so that no run calls the server it lives in. */
    public Guard refusing(Set<String> hosts) {
        Set<String> lowered =
                hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        return new Guard(rules, lowered, resolver);
    }

    /** As the machine resolves names; an empty or missing answer is an exception. */
    private static List<InetAddress> resolved(String host) throws UnknownHostException {
        return Arrays.asList(InetAddress.getAllByName(host));
    }

    /**
     * Checks a URL and every address of its host. Blocks while a name is resolved.
     *
     * @return where to connect, or the reason against it
     * @throws UnknownHostException when the name has no address now
     */
    Result<Route> check(String url) throws UnknownHostException {
        Result<Target> target = Target.read(url);
        return target.isOk() ? check(target.value()) : Result.failed(target.problems());
    }

    /**
     * What keeps a URL from ever being called, as far as can be told without resolving its name: for a check when it is
     * saved, which never blocks. Whoever calls checks again.
     */
    public Optional<Problem> problem(String url) {
        Result<Target> target = Target.read(url);
        if (!target.isOk()) {
            return Optional.of(target.problems().get(0));
        }
        if (target.value().literal() == null && !isThisMachine(target.value().host())) {
            return place(target.value());
        }
        List<InetAddress> addresses = target.value().literal() == null
                ? List.of(InetAddress.getLoopbackAddress())
                : List.of(target.value().literal());
        return check(target.value(), addresses).problems().stream().findFirst();
    }

    /** RFC 6761, section 6.3. */
    private static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.endsWith(".localhost");
    }

    private Result<Route> check(Target target) throws UnknownHostException {
        Optional<Problem> misplaced = place(target);
        return misplaced.isPresent() ? Result.failed(misplaced.get()) : check(target, addresses(target));
    }

    /** What speaks against the host by its name, or against the port. */
    private Optional<Problem> place(Target target) {
        if (ownNames.contains(target.host())) {
            return Optional.of(problemWith("Expected another server, found " + target.host() + ", which is this one."));
        }
        if (!rules.ports().test(target.port())) {
            return Optional.of(problemWith(
                    "Expected the port 80 or 443, found " + target.port() + ". " + SETTING + "=true allows any port."));
        }
        return Optional.empty();
    }

    private Result<Route> check(Target target, List<InetAddress> found) {
        Optional<Problem> misplaced = place(target);
        if (misplaced.isPresent()) {
            return Result.failed(misplaced.get());
        }
        List<InetAddress> passing = found.stream()
                .filter(address -> rules.against().apply(address).isEmpty())
                .map(Guard::nameless)
                .toList();
        return passing.isEmpty() ? refused(target, found) : Result.of(new Route(target, passing));
    }

    private List<InetAddress> addresses(Target target) throws UnknownHostException {
        if (target.literal() != null) {
            return List.of(target.literal());
        }
        List<InetAddress> found = resolver.addresses(target.host());
        if (found.isEmpty()) {
            throw new UnknownHostException(target.host());
        }
        return found.subList(0, Math.min(found.size(), ADDRESSES_MAX));
    }

    /** Without the name it was found by, which could be resolved again. */
    private static InetAddress nameless(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Result<Route> refused(Target target, List<InetAddress> found) {
        InetAddress address = found.get(0);
        Range range = rules.against().apply(address).orElseThrow();
        return refused("Expected " + target.host() + " to be on the public internet, found "
                + address.getHostAddress() + ", which is " + range + "."
                + (range.isPrivate() ? " " + SETTING + "=true allows private networks." : ""));
    }

    private static Result<Route> refused(String words) {
        return Result.failed(problemWith(words));
    }

    private static Problem problemWith(String words) {
        return Problem.invalid("url", words);
    }

    /**
     * What is allowed.
     *
     * @param against the range that speaks against an address, or empty when it passes
     */
    record Rules(IntPredicate ports, Function<InetAddress, Optional<Range>> against) {}

    /** Finds the addresses of a name; blocks. */
    interface Resolver {
        List<InetAddress> addresses(String host) throws UnknownHostException;
    }
}
