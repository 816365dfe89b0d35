package onward.flow.step;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Problem;

/**
 * Sends people different ways by weight. The way of a contact is drawn from the seed, so it is the same whenever they
 * come, and one draw of a seed says nothing about that of another.
 *
 * @param seed null: the automation and the step's key
 */
public record Split(List<Share> shares, String seed) implements Step {

    /** How many branches it may have. */
    public static final int BRANCHES_MAX = 20;

    /** How heavy one branch may be. */
    public static final int WEIGHT_MAX = 1_000_000;

    /** A branch and how many of the sum of all weights go that way. */
    public record Share(String name, int weight) {

        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", name);
            map.put("weight", (long) weight);
            return map;
        }
    }

    public static final StepType TYPE = new StepType(
            "split",
            "Sends people different ways by weight, the same person always the same way.",
            List.of(),
            true,
            List.of(
                    StepType.Field.required(
                            "branches",
                            StepType.Kind.BRANCHES,
                            "The ways, each with a name, which is the connection's type, and a weight."),
                    StepType.Field.optional(
                            "seed",
                            StepType.Kind.TEXT,
                            "Splits of one seed and equal weights send a person the same way.")),
            Map.of("branches", List.of(new Share("a", 50).toMap(), new Share("b", 50).toMap())),
            Split::read);

    private static Step read(Config config) {
        List<Share> shares = new ArrayList<>();
        List<?> items = config.list("branches", 2, BRANCHES_MAX);
        for (int i = 0; i < items.size(); i++) {
            Config branch = config.inside("branches[" + i + "]", items.get(i));
            shares.add(new Share(
                    branch.newBranch("name", shares.stream().map(Share::name).toList()), weight(branch)));
        }
        if (!shares.isEmpty() && shares.stream().allMatch(share -> share.weight() == 0)) {
            config.note(Problem.invalid(config.at("branches"), "Expected a weight above 0, found none."));
        }
        return new Split(shares, config.optionalText("seed"));
    }

    private static int weight(Config branch) {
        return branch.wholeNumber("weight", 0, WEIGHT_MAX);
    }

    @Override
    public StepType type() {
        return TYPE;
    }

    @Override
    public List<String> branches() {
        return shares.stream().map(Share::name).toList();
    }

    @Override
    public Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("branches", shares.stream().map(Share::toMap).toList());
        if (seed != null) {
            config.put("seed", seed);
        }
        return config;
    }

    @Override
    public Outcome enter(Context context) {
        String drawnFrom = seed == null ? context.automationId() + "\n" + context.stepKey() : seed;
        String branch = branch(drawnFrom, context.facts().contact().id());
        return new Outcome.Go(branch, Map.of("branch", branch), List.of());
    }

    /** A draw is a point between 0 and 1, so that other weights send only those elsewhere who have to go. */
    private String branch(String drawnFrom, UUID contactId) {
        long sum = shares.stream().mapToLong(Share::weight).sum();
        double drawn = point(drawnFrom + "\n" + contactId) * sum;
        double reached = 0;
        for (Share share : shares) {
            reached += share.weight();
            if (drawn < reached) {
                return share.name();
            }
        }
        throw new IllegalStateException("Expected a branch for every draw below " + sum);
    }

    /** At least 0 and below 1: the first 53 bits of a SHA-256. */
    private static double point(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return (new BigInteger(1, hash).shiftRight(hash.length * Byte.SIZE - 53)).doubleValue() / (1L << 53);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java runtime has SHA-256", impossible);
        }
    }
}
