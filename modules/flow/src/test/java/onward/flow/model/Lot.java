package onward.flow.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Which way a split sends somebody: the first 53 bits of a SHA-256 as a share of the sum of the weights. */
final class Lot {

    private Lot() {}

    static String branch(Map<String, Object> config, UUID automationId, String stepKey, UUID personId) {
        Object seed = config.get("seed");
        String drawnFrom = (seed == null ? automationId + "\n" + stepKey : seed) + "\n" + personId;
        List<Map<String, Object>> branches = Chart.objects(config, "branches");
        double sum = branches.stream().mapToLong(Lot::weight).sum();
        double left = share(drawnFrom) * sum;
        for (Map<String, Object> branch : branches) {
            left -= weight(branch);
            if (left < 0) {
                return (String) branch.get("name");
            }
        }
        throw new IllegalStateException("Expected a branch for every share of the sum of weights");
    }

    private static long weight(Map<String, Object> branch) {
        return ((Number) branch.get("weight")).longValue();
    }

    private static double share(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return (ByteBuffer.wrap(hash).getLong() >>> 11) / Math.pow(2, 53);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java runtime has SHA-256", impossible);
        }
    }
}
