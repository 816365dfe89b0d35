package onward.bench.work;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, in order, as lines for people or as JSON for programs. */
public final class Sheet {
    private static final int LABEL_CHARS = 44;

    private final List<String> lines = new ArrayList<>();
    private final JsonObject numbers = new JsonObject();
    private final JsonObject environment = new JsonObject();
    private final List<String> faults = new ArrayList<>();

    /** A heading. */
    public Sheet part(String title) {
        lines.add("");
        lines.add(title);
        return this;
    }

    /**
     * A number.
     *
     * @param key its name in the JSON
     * @param unit behind it in the text
     */
    public Sheet put(String key, String label, double value, String unit) {
        String text = Double.isNaN(value) ? "not measured" : shown(value) + (unit.isEmpty() ? "" : " " + unit);
        lines.add("  " + label + ".".repeat(Math.max(3, LABEL_CHARS - label.length())) + " " + text);
        numbers.put(key, Double.isNaN(value) ? null : value);
        return this;
    }

    /** What the numbers depend on, line by line. */
    public Sheet environment(Map<String, String> facts) {
        part("Environment");
        facts.forEach((name, fact) -> lines.add("  " + name + ": " + fact));
        environment.mergeIn(new JsonObject(Map.copyOf(facts)));
        return this;
    }

    private static String shown(double value) {
        double size = Math.abs(value);
        String format = size >= 1_000 || value == Math.rint(value)
                ? "%,.0f"
                : size >= 100 ? "%.0f" : size >= 1 ? "%.1f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    /** A fault unless both are the same. */
    void expect(String what, long expected, long found) {
        if (expected != found) {
            fault("expected " + expected + " " + what + ", found " + found);
        }
    }

    /** Something was not as it must be: the numbers prove nothing. */
    public void fault(String words) {
        faults.add(words);
    }

    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** A number put before. */
    public double get(String key) {
        Double value = numbers.getDouble(key);
        return value == null ? Double.NaN : value;
    }

    public String text() {
        var text = new ArrayList<>(lines);
        faults.forEach(fault -> text.add("FAULT: " + fault));
        return String.join("\n", text) + "\n";
    }

    public String json() {
        return numbers.copy()
                        .put("environment", environment)
                        .put("faults", faults)
                        .encodePrettily()
                + "\n";
    }
}
