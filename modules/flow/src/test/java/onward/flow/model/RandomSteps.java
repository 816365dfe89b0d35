package onward.flow.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import onward.flow.Sample;

/** Random configs of steps, and exit rules. */
final class RandomSteps {

    /** The types that tell which way they went. */
    private static final Set<String> TELLING = Set.of("wait_for_event", "condition", "switch", "split");

    private final Dice dice;
    private final Flavor flavor;
    private final RandomRules rules;

    RandomSteps(Dice dice, Flavor flavor) {
        this.dice = dice;
        this.flavor = flavor;
        this.rules = new RandomRules(dice, flavor);
    }

    /** Lets rules and references of later steps speak of this one, when it has something to tell. */
    void remember(String stepKey, String type) {
        if (TELLING.contains(type)) {
            rules.remember(stepKey);
        }
    }

    String type() {
        int number = dice.from(1, 100);
        if (number <= 15) {
            return flavor.hasHurry ? "delay" : "wait_for_event";
        }
        if (number <= 19) {
            return flavor.seesPeople && dice.happens(50) ? "contact_delete" : "send_email";
        }
        return number <= 48
                ? "wait_for_event"
                : number <= 60
                        ? "condition"
                        : number <= 68
                                ? "switch"
                                : number <= 75
                                        ? "split"
                                        : number <= 86
                                                ? "contact_update"
                                                : number <= 91 ? "add_to_segment" : "send_email";
    }

    Map<String, Object> config(String type) {
        return switch (type) {
            case "delay" -> Sample.map("duration", duration());
            case "wait_for_event" -> wait_();
            case "condition" -> rules.rule();
            case "switch" -> cases();
            case "split" -> split();
            case "contact_update" -> update();
            case "add_to_segment" ->
                Sample.map("segment_id", (dice.happens(90) ? Stock.SEGMENT : Stock.NO_SEGMENT).toString());
            case "send_email" -> email();
            default -> Map.of();
        };
    }

    /** The branches that may leave a step. */
    static List<String> branches(String type, Map<String, Object> config) {
        return switch (type) {
            case "wait_for_event" ->
                Stream.concat(Listening.ofWait(config).stream().map(Listening::branch), Stream.of("timeout"))
                        .distinct()
                        .toList();
            case "condition" -> List.of("condition_met", "condition_not_met");
            case "switch" ->
                Stream.concat(names(config, "cases"), Stream.of("default")).toList();
            case "split" -> names(config, "branches").toList();
            default -> List.of("default");
        };
    }

    private static Stream<String> names(Map<String, Object> config, String list) {
        return Chart.objects(config, list).stream().map(item -> (String) item.get("name"));
    }

    /** One to four minutes in one spelling or another. */
    private Object duration() {
        int minutes = dice.from(1, 4);
        return dice.oneOf(
                minutes + (minutes == 1 ? " minute" : " minutes"),
                minutes + "m",
                (long) minutes * 60,
                "" + minutes * 60,
                minutes * 60 + " seconds",
                (minutes - 1) + " minutes 60 seconds",
                (minutes - 0.5) + " minutes, 30s");
    }

    private Map<String, Object> wait_() {
        Map<String, Object> config = dice.happens(70) ? awaited() : Sample.map("events", events(true));
        if (flavor.hasHurry && dice.happens(60)) {
            config.put("timeout", duration());
        }
        if (dice.happens(30)) {
            config.put("look_back", dice.happens(40) ? "run_start" : duration());
        }
        return config;
    }

    private List<Object> events(boolean withBranches) {
        List<Object> events = new ArrayList<>();
        for (int i = dice.from(1, 3); i > 0; i--) {
            Map<String, Object> event = awaited();
            if (withBranches && dice.happens(50)) {
                event.put("branch", dice.oneOf("left", "right"));
            }
            events.add(event.size() == 1 ? event.get("event_name") : event);
        }
        return events;
    }

    private Map<String, Object> awaited() {
        Map<String, Object> event = Sample.map("event_name", dice.oneOf(Vocabulary.NAMES));
        if (dice.happens(25)) {
            event.put("filter_rule", rules.filter());
        }
        if (dice.happens(20)) {
            event.put("correlation", rules.correlation());
        }
        return event;
    }

    /** Rare events, so that most runs are not ended at once. */
    Map<String, Object> exit() {
        Map<String, Object> exit = new LinkedHashMap<>();
        if (dice.happens(75)) {
            exit.put("events", events(false));
        }
        if (exit.isEmpty() || dice.happens(30)) {
            exit.put("rule", rules.rule());
        }
        return exit;
    }

    /** A mode's word or an object; the values of the keys repeat often, and now and then there is none. */
    Object entry() {
        String mode = dice.oneOf("every", "once", "once_per_window", "skip_if_running", "replace_running");
        Map<String, Object> entry = Sample.map("mode", mode);
        if (mode.equals("once_per_window")) {
            entry.put("window", duration());
        }
        if (dice.happens(50)) {
            String key = "event." + dice.oneOf("order", "plan", "total");
            entry.put("key", dice.happens(50) ? key : Sample.map("var", key));
        }
        return entry.size() == 1 && dice.happens(50) ? mode : entry;
    }

    private Map<String, Object> cases() {
        List<Object> cases = new ArrayList<>();
        for (int i = dice.from(1, 3); i > 0; i--) {
            cases.add(Sample.map("name", "case " + i, "rule", rules.rule()));
        }
        return Sample.map("cases", cases);
    }

    private Map<String, Object> split() {
        List<Object> branches = new ArrayList<>(List.of(Sample.map("name", "a", "weight", 1L)));
        for (int i = dice.from(1, 2); i > 0; i--) {
            branches.add(Sample.map("name", "b" + i, "weight", (long) dice.from(0, 3)));
        }
        Map<String, Object> config = Sample.map("branches", branches);
        if (dice.happens(30)) {
            config.put("seed", dice.oneOf("spring", "autumn"));
        }
        return config;
    }

    private Map<String, Object> update() {
        Map<String, Object> config = new LinkedHashMap<>();
        if (dice.happens(40)) {
            config.put("first_name", dice.happens(30) ? null : rules.valueOr("Cy"));
        }
        if (dice.happens(20)) {
            config.put("last_name", rules.valueOr("Lovelace"));
        }
        if (flavor.seesPeople && dice.happens(35)) {
            config.put("unsubscribed", dice.happens(80) ? dice.happens(50) : Sample.map("var", "event.ok"));
        }
        if (config.isEmpty() || dice.happens(50)) {
            config.put("properties", Sample.map(dice.oneOf("plan", "seats"), property()));
        }
        return config;
    }

    private Object property() {
        return dice.happens(20) ? null : rules.valueOr(dice.oneOf("free", "pro", 3L));
    }

    private Map<String, Object> email() {
        int number = dice.from(1, 100);
        String id = number <= 60
                ? Stock.WELCOME
                : number <= 90 ? Stock.NEWS : number <= 95 ? Stock.DRAFT : Stock.NO_TEMPLATE;
        Map<String, Object> template = Sample.map("id", id);
        if (dice.happens(90)) {
            template.put("variables", Sample.map(Stock.NEWS_VARIABLE, rules.valueOr("gold")));
        }
        return Sample.map("template", template);
    }
}
