package onward.web.health;

import java.util.List;

/** @param span of how long a time ended rows were looked at, in words */
public record HealthView(boolean isWell, String span, List<Question> questions) {

    /** @param more more faults than are shown */
    public record Question(String name, boolean isWell, List<String> faults, boolean more) {}
}
