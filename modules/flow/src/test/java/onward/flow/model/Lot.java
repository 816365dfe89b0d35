package onward.flow.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Which way a split sends somebody: the last 8 bytes of a SHA-256, unsigned, modulo the sum of the weights. */
final class Lot {

    private Lot() {}

    static String branch(Map<String, Object> config, UUID automationId, String stepKey, UUID personId) {
        Object seed = config.get("seed");
        String drawnFrom = (seed == null ? automationId + "\n" + stepKey : seed) + "\n" + personId;
        List<Map<String, Object>> branches = Chart.objects(config, "branches");
        long sum = branches.stream().mapToLong(Lot::weight).sum();
        long drawn = Long.remainderUnsigned(hash(drawnFrom), sum);
        for (Map<String, Object> branch : branches) {
            if (drawn < weight(branch)) {
                return (String) branch.get("name");
            }
            drawn -= weight(branch);
        }
        throw new IllegalStateException("Expected a branch for every number below the sum of weights");
    }

    private static long weight(Map<String, Object> branch) {
        return ((Number) branch.get("weight")).longValue();
    }

    private static long hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong(24);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java runtime has SHA-256", impossible);
        }
    }
}
