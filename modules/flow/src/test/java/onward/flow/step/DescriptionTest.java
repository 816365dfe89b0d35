package onward.flow.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import onward.flow.step.StepType.Field;
import onward.flow.step.StepType.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What a step type says of itself is what its reader does: forms and documents are made of it. */
class DescriptionTest {

    /** Names of older days, which readers know and nobody is told of (contract/resend.md 15.1). */
    private static final Set<String> OLD = Set.of("seconds", "timeout_seconds", "template_id", "variables");

    /** What a rule is made of, where it is the whole config. */
    private static final Set<String> RULE = Set.of("type", "field", "operator", "value", "rules");

    static final List<StepType> types = StepTypes.ALL;

    /** A config that remembers which fields were asked for. */
    private static final class Watched extends HashMap<String, Object> {
        private static final long serialVersionUID = 1L;
        private final transient Set<String> asked = new HashSet<>();

        Watched(Map<String, Object> config) {
            super(config);
        }

        @Override
        public Object get(Object key) {
            asked.add((String) key);
            return super.get(key);
        }

        @Override
        public boolean containsKey(Object key) {
            asked.add((String) key);
            return super.containsKey(key);
        }
    }

    private static Set<String> described(StepType type) {
        return type.fields().stream().map(field -> field.name().split("\\.")[0]).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @FieldSource("types")
    void a_reader_asks_for_what_is_described_and_for_nothing_else(StepType type) {
        Set<String> asked = new HashSet<>();
        for (Map<String, Object> config : List.of(type.example(), Map.<String, Object>of("x", 1L))) {
            var watched = new Watched(config);
            type.read(watched, "config");
            asked.addAll(watched.asked);
        }

        Set<String> known = described(type);
        assertThat(asked)
                .containsAll(known.stream().filter(name -> !name.isEmpty()).toList());
        asked.removeAll(known);
        asked.removeAll(OLD);
        asked.removeAll(known.contains("") ? RULE : Set.of());
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("types")
    void a_field_that_is_not_described_changes_nothing(StepType type) {
        Map<String, Object> config = new LinkedHashMap<>(type.example());
        config.put("no_such_field", List.of("x"));

        assertThat(type.read(config, "config").value())
                .isEqualTo(type.read(type.example(), "config").value());
    }

    @ParameterizedTest
    @FieldSource("types")
    void fields_that_are_needed_are_enough_and_none_of_them_can_be_spared(StepType type) {
        List<Field> needed = type.fields().stream().filter(Field::isRequired).toList();
        Map<String, Object> config = new LinkedHashMap<>();
        needed.forEach(field -> put(config, field.name(), find(type.example(), field.name())));

        if (!needed.isEmpty()) {
            assertThat(type.read(config, "config").problems()).isEmpty();
        }
        for (Field field : needed) {
            Map<String, Object> without = new LinkedHashMap<>(config);
            without.remove(field.name().split("\\.")[0]);
            assertThat(type.read(field.name().isEmpty() ? Map.of() : without, "config")
                            .isOk())
                    .as(field.name())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @FieldSource("types")
    void a_problem_names_the_field_that_it_is_about(StepType type) {
        for (Field field : type.fields()) {
            Map<String, Object> config = new LinkedHashMap<>(type.example());
            if (type.fields().stream().anyMatch(other -> other.kind() == Kind.TIME_OF_DAY)) {
                config.put("time_of_day", "09:00");
            }
            put(config, field.name(), field.name().isEmpty() ? Map.of("type", "odd") : List.of(List.of()));
            String at = field.name().isEmpty() ? "config" : "config." + field.name();

            var problems = type.read(config, "config").problems();

            if (field.kind() != Kind.BODY) {
                assertThat(problems)
                        .as(field.name())
                        .anyMatch(problem -> problem.path().startsWith(at));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("types")
    void choices_are_all_that_a_field_takes(StepType type) {
        for (Field field : type.fields()) {
            for (String choice : field.kind().choices()) {
                Map<String, Object> config = new LinkedHashMap<>(type.example());
                boolean isMany = field.kind() == Kind.WEEKDAYS;
                if (isMany) {
                    config.put("time_of_day", "09:00");
                }
                put(config, field.name(), isMany ? List.of(choice) : choice);
                assertThat(type.read(config, "config").problems()).as(choice).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @FieldSource("types")
    void what_a_form_begins_with_leads_somewhere(StepType type) {
        assertThat(type.branchesOf(type.blank())).isNotEmpty();
        assertThat(type.branchesOf(type.example()))
                .isEqualTo(type.read(type.example(), "").value().branches());
    }

    private static Object find(Map<String, Object> config, String name) {
        Object found = config;
        for (String part : name.isEmpty() ? List.<String>of() : List.of(name.split("\\."))) {
            found = ((Map<?, ?>) found).get(part);
        }
        return found;
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> config, String name, Object value) {
        int dot = name.indexOf('.');
        if (name.isEmpty()) {
            config.clear();
            config.putAll((Map<String, Object>) value);
        } else if (dot < 0) {
            config.put(name, value);
        } else {
            var inner =
                    new LinkedHashMap<>((Map<String, Object>) config.getOrDefault(name.substring(0, dot), Map.of()));
            put(inner, name.substring(dot + 1), value);
            config.put(name.substring(0, dot), inner);
        }
    }
}
