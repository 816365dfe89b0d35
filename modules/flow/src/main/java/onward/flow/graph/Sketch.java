package onward.flow.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.fact.Values;
import onward.flow.step.Config;
import onward.flow.step.Outcome;
import onward.flow.step.Step;
import onward.flow.step.StepType;
import onward.flow.step.StepTypes;

/**
 * A definition read piece by piece: every step and connection by itself, not yet how they fit together. A piece that
 * could not be read in full keeps what could be, so that it causes no second problem elsewhere.
 */
record Sketch(List<DrawnStep> steps, List<DrawnConnection> arrows) {

    /** A step at a path; key, type and step are null where they could not be read. */
    record DrawnStep(String path, String key, StepType type, Step step) {}

    /** A connection at a path; each part is null where it could not be read. */
    record DrawnConnection(String path, String from, String to, String type) {}

    static Sketch read(Map<String, Object> definition, List<Problem> problems) {
        return new SketchReader(problems).read(definition == null ? Map.of() : definition);
    }

    List<Node> nodes() {
        return steps.stream().map(step -> new Node(step.key(), step.step())).toList();
    }

    List<Connection> connections() {
        return arrows.stream()
                .map(arrow -> new Connection(arrow.from(), arrow.to(), arrow.type()))
                .toList();
    }

    /** Reads the pieces and notes what is wrong with each. */
    private record SketchReader(List<Problem> problems) {

        Sketch read(Map<String, Object> definition) {
            List<DrawnStep> steps = new ArrayList<>();
            List<?> givenSteps = list(definition, "steps", "steps", Blueprint.STEPS_MAX);
            for (int i = 0; i < givenSteps.size(); i++) {
                steps.add(step(givenSteps.get(i), "steps[" + i + "]"));
            }
            if (givenSteps.isEmpty() && problems.isEmpty()) {
                problems.add(Problem.invalid("steps", "Expected at least one step, a trigger, found none."));
            }
            List<DrawnConnection> arrows = new ArrayList<>();
            List<?> givenArrows = list(definition, "connections", "edges", Blueprint.CONNECTIONS_MAX);
            for (int i = 0; i < givenArrows.size(); i++) {
                arrows.add(arrow(givenArrows.get(i), "connections[" + i + "]"));
            }
            return new Sketch(steps, arrows);
        }

        private List<?> list(Map<String, Object> definition, String name, String legacyName, int max) {
            Object given = first(definition, name, legacyName);
            if (given == null) {
                return refused(Problem.missing(name, "Missing `" + name + "` field."));
            }
            if (!(given instanceof List<?> list)) {
                return refused(
                        Problem.invalid(name, "Expected a list in `" + name + "`, found " + Values.kind(given) + "."));
            }
            return list.size() <= max
                    ? list
                    : refused(Problem.invalid(
                            name, "Expected at most " + max + " " + name + ", found " + list.size() + "."));
        }

        private List<?> refused(Problem problem) {
            problems.add(problem);
            return List.of();
        }

        private DrawnStep step(Object given, String path) {
            if (!(given instanceof Map<?, ?> fields)) {
                problems.add(Problem.invalid(
                        path,
                        "Expected a step with key, type and config, found " + Values.kind(given)
                                + ". The Node client sends nothing for a type it does not know."));
                return new DrawnStep(path, null, null, null);
            }
            String key = key(fields, path);
            StepType type = type(fields, path);
            Step step = type == null ? null : config(type, fields.get("config"), path + ".config");
            return new DrawnStep(path, key, type, step);
        }

        private String key(Map<?, ?> fields, String path) {
            Object given = first(fields, "key", "ref");
            if (given instanceof String key && isKey(key)) {
                return key;
            }
            String expected = "Expected a `key` of 1 to " + Blueprint.KEY_LENGTH_MAX + " characters and no control"
                    + " characters, found " + shown(given) + ".";
            problems.add(new Problem(kindFor(given), path + ".key", expected));
            return null;
        }

        private static boolean isKey(String key) {
            return !key.isBlank()
                    && key.length() <= Blueprint.KEY_LENGTH_MAX
                    && key.chars().noneMatch(Character::isISOControl);
        }

        private static Problem.Kind kindFor(Object given) {
            return given == null ? Problem.Kind.MISSING : Problem.Kind.INVALID;
        }

        private StepType type(Map<?, ?> fields, String path) {
            Object given = fields.get("type");
            StepType type = given instanceof String name ? StepTypes.of(name).orElse(null) : null;
            if (type == null) {
                String expected = "Expected the step's `type` to be one of " + StepTypes.names() + ", found ";
                problems.add(new Problem(kindFor(given), path + ".type", expected + shown(given) + "."));
            }
            return type;
        }

        private Step config(StepType type, Object config, String path) {
            Result<Step> step = type.read(config, path);
            problems.addAll(step.problems());
            return step.value();
        }

        private DrawnConnection arrow(Object given, String path) {
            if (!(given instanceof Map<?, ?> fields)) {
                problems.add(Problem.invalid(
                        path, "Expected a connection with from and to, found " + Values.kind(given) + "."));
                return new DrawnConnection(path, null, null, null);
            }
            return new DrawnConnection(path, end(fields, "from", path), end(fields, "to", path), branch(fields, path));
        }

        private String end(Map<?, ?> fields, String name, String path) {
            Object given = fields.get(name);
            if (given instanceof String key && !key.isEmpty()) {
                return key;
            }
            String expected = "Expected the key of a step in `" + name + "`, found " + shown(given) + ".";
            problems.add(new Problem(kindFor(given), path + "." + name, expected));
            return null;
        }

        private String branch(Map<?, ?> fields, String path) {
            Object given = first(fields, "type", "edge_type");
            if (given == null) {
                return Outcome.DEFAULT;
            }
            if (given instanceof String type && !type.isBlank() && type.length() <= Config.BRANCH_LENGTH_MAX) {
                return type;
            }
            problems.add(Problem.invalid(
                    path + ".type",
                    "Expected the connection's `type` to be the name of a branch, like default, found " + shown(given)
                            + "."));
            return null;
        }

        private static Object first(Map<?, ?> fields, String name, String legacyName) {
            return fields.get(name) == null ? fields.get(legacyName) : fields.get(name);
        }

        private static String shown(Object given) {
            boolean isShort = given instanceof String text && text.length() <= Blueprint.KEY_LENGTH_MAX;
            return isShort ? "\"" + given + "\"" : given instanceof String ? "a longer text" : Values.kind(given);
        }
    }
}
