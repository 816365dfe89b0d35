package onward.flow.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onward.flow.message.Address;

/**
 * What a rehearsal came to. Counts of nothing are left out.
 *
 * @param runStatus by the word of a run's status, how many runs ended so; {@code running} are those that rest without
 *     an end
 * @param steps in the order of the automation, every one
 * @param refused by the entry rule's mode, or {@code no_key} or {@code contact_deleted}: events that began no run
 * @param joined by the id of a segment, how many contacts came into it
 * @param people who had a run
 * @param mailed who would get mail, the worst-hit first
 * @param assumptions what was taken for granted, a sentence each
 */
public record RehearsalReport(
        long runs,
        Map<String, Long> runStatus,
        List<Step> steps,
        Map<String, Long> refused,
        Map<String, Long> joined,
        long people,
        List<Mailed> mailed,
        List<String> assumptions) {

    /**
     * A step.
     *
     * @param statuses by the word of a step's status, how many runs left it so, or rest there
     * @param branches by connection type, how many runs took it, whether or not it leads anywhere
     */
    public record Step(String key, String type, Map<String, Long> statuses, Map<String, Long> branches) {}

    /**
     * Somebody who would get mail.
     *
     * @param email null, and {@code contactId} is not, when events name them by id alone
     */
    public record Mailed(String email, UUID contactId, long mails) {

        /** What tells them from others. */
        String key() {
            return email == null ? contactId.toString().toLowerCase(Locale.ROOT) : Address.key(email);
        }

        /** In plain values. */
        public Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("email", email);
            if (contactId != null) {
                map.put("contact_id", contactId.toString());
            }
            map.put("mails", mails);
            return map;
        }
    }

    /** How many mails there would be. */
    public long mails() {
        return mailed.stream().mapToLong(Mailed::mails).sum();
    }

    /** In plain values, as docs/rehearsal.md describes them. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("runs", runs);
        map.put("run_status", runStatus);
        map.put("steps", ofSteps(Step::statuses));
        map.put("branches", ofSteps(Step::branches));
        map.put("mails", mails());
        map.put("people", people);
        map.put("people_mailed", (long) mailed.size());
        map.put("worst", mailed.isEmpty() ? null : mailed.get(0).toMap());
        map.put("refused", refused);
        map.put("joined", joined);
        map.put("assumptions", assumptions);
        return map;
    }

    private Map<String, Object> ofSteps(Function<Step, Map<String, Long>> counts) {
        Map<String, Object> map = new LinkedHashMap<>();
        steps.forEach(step -> map.put(step.key(), counts.apply(step)));
        return map;
    }

    /**
     * How many more of everything there are here than there, in plain values and the shape of {@link #toMap}; what is
     * equal is left out below {@code steps} and {@code branches}. Beside them, how many people would get more mails
     * here, and how many fewer.
     */
    public Map<String, Object> minus(RehearsalReport other) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("runs", runs - other.runs);
        map.put("run_status", minus(runStatus, other.runStatus));
        map.put("steps", minus(other, Step::statuses));
        map.put("branches", minus(other, Step::branches));
        map.put("mails", mails() - other.mails());
        map.put("people", people - other.people);
        map.put("people_mailed", (long) mailed.size() - other.mailed.size());
        map.put("worst", Map.of("mails", most() - other.most()));
        Map<String, Long> mails = minus(byPerson(), other.byPerson());
        map.put(
                "people_with_more_mails",
                mails.values().stream().filter(n -> n > 0).count());
        map.put(
                "people_with_fewer_mails",
                mails.values().stream().filter(n -> n < 0).count());
        map.put("refused", minus(refused, other.refused));
        return map;
    }

    private long most() {
        return mailed.isEmpty() ? 0 : mailed.get(0).mails();
    }

    private Map<String, Long> byPerson() {
        return mailed.stream().collect(Collectors.toMap(Mailed::key, Mailed::mails));
    }

    private Map<String, Object> minus(RehearsalReport other, Function<Step, Map<String, Long>> counts) {
        Map<String, Object> map = new LinkedHashMap<>();
        Stream.concat(steps.stream(), other.steps.stream())
                .map(Step::key)
                .distinct()
                .forEach(key -> {
                    Map<String, Long> more = minus(of(key, counts), other.of(key, counts));
                    if (!more.isEmpty()) {
                        map.put(key, more);
                    }
                });
        return map;
    }

    private Map<String, Long> of(String stepKey, Function<Step, Map<String, Long>> counts) {
        return steps.stream()
                .filter(step -> step.key().equals(stepKey))
                .map(counts)
                .findFirst()
                .orElse(Map.of());
    }

    private static Map<String, Long> minus(Map<String, Long> here, Map<String, Long> there) {
        Map<String, Long> more = new LinkedHashMap<>();
        Stream.concat(here.keySet().stream(), there.keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new))
                .forEach(word -> {
                    long difference = here.getOrDefault(word, 0L) - there.getOrDefault(word, 0L);
                    if (difference != 0) {
                        more.put(word, difference);
                    }
                });
        return more;
    }
}
