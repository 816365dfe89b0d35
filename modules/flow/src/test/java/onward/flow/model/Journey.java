package onward.flow.model;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One run of the model: where it is, what it saw, and how far it goes when it is asked. */
final class Journey {

    private static final String DEFAULT = "default";

    private final Model model;
    private final Chart chart;
    private final Happening start;
    private final Diary diary;
    private final Map<String, Map<String, Object>> waitEvents = new HashMap<>();
    private final Map<String, Map<String, Object>> outputs = new HashMap<>();
    /** What started the run, and what ended its waits: none of it ends another. */
    private final Set<UUID> spent = new HashSet<>();

    private String here;
    /** When, by what moved it, it came here: earlier than the act in which the server saw to it. */
    private Instant since;

    private boolean isBegun;

    Journey(Model model, Chart chart, int drawing, Happening start) {
        this.model = model;
        this.chart = chart;
        this.start = start;
        this.diary = new Diary(start.id(), drawing);
        this.here = chart.triggerKey();
        this.since = start.receivedAt();
        spent.add(start.id());
    }

    Instant dueAt() {
        return diary.dueAt();
    }

    Story story() {
        return diary.story();
    }

    boolean isLive() {
        return diary.isLive();
    }

    /** Another one took its place. */
    void giveWay(Instant now) {
        if (diary.isLive()) {
            diary.write(here, "skipped", Map.of("reason", "replaced"), now);
            diary.end("cancelled", "replaced");
        }
    }

    /** Goes as far as it can, given what was received since the last time. */
    void turn(List<Happening> news, Instant now) {
        hearOfExits(isBegun ? news : model.receivedFor(start.personId(), start.receivedAt()), now);
        if (diary.isLive() && diary.rests()) {
            wake(news, now);
        }
        while (diary.isLive() && !diary.rests()) {
            arrive(now);
        }
        isBegun = true;
    }

    private Person person() {
        return model.person(start.personId());
    }

    /** What it sees at this moment. */
    Sight sight() {
        return new Sight(start.payload(), person(), waitEvents, outputs);
    }

    // What ends it early

    private void hearOfExits(List<Happening> news, Instant now) {
        List<Listening> exits = chart.exitEvents();
        for (Happening happening : news) {
            boolean isHeard =
                    diary.isLive() && isForMe(happening) && !happening.id().equals(start.id());
            if (isHeard && fitting(happening, exits) != null) {
                if (diary.rests()) {
                    diary.write(here, "skipped", Map.of("reason", "exit_event"), now);
                }
                diary.end("cancelled", "exit_event " + happening.id());
            }
        }
    }

    private boolean isForMe(Happening happening) {
        return happening.personId().equals(start.personId());
    }

    /** The first that the happening fits; null when there is none. */
    private Listening fitting(Happening happening, List<Listening> events) {
        return events.stream()
                .filter(event -> event.fits(happening, sight()))
                .findFirst()
                .orElse(null);
    }

    // Going on

    private void wake(List<Happening> news, Instant now) {
        if (person() == null) {
            giveUp(now);
            return;
        }
        Instant dueAt = diary.dueAt();
        List<Happening> inTime = news.stream()
                .filter(happening -> dueAt == null || happening.receivedAt().isBefore(dueAt))
                .toList();
        boolean isMoved = chart.type(here).equals("wait_for_event") && receive(inTime, now);
        if (!isMoved && dueAt != null && !dueAt.isAfter(now)) {
            since = dueAt;
            goOn(now);
        }
    }

    /** The due instant came first. */
    private void goOn(Instant now) {
        if (chart.type(here).equals("delay")) {
            leave(DEFAULT, Map.of(), now);
            return;
        }
        List<String> names = Listening.ofWait(chart.config(here)).stream()
                .map(Listening::name)
                .toList();
        leave("timeout", fields("outcome", "timeout", "event_name", String.join(", ", names), "payload", null), now);
    }

    /** Lets the first of them that fits end the wait here. */
    private boolean receive(List<Happening> happenings, Instant now) {
        Instant from = lookedBack();
        for (Happening happening : happenings) {
            boolean counts = isForMe(happening)
                    && !spent.contains(happening.id())
                    && !happening.receivedAt().isBefore(from);
            Listening event = counts ? fitting(happening, Listening.ofWait(chart.config(here))) : null;
            if (event != null) {
                receive(happening, event.branch(), now);
                return true;
            }
        }
        return false;
    }

    private Instant lookedBack() {
        Object lookBack = chart.config(here).get("look_back");
        if ("run_start".equals(lookBack)) {
            return start.receivedAt();
        }
        return lookBack == null ? since : since.minus(Spans.of(lookBack));
    }

    private void receive(Happening happening, String branch, Instant now) {
        spent.add(happening.id());
        waitEvents.put(happening.name(), happening.payload());
        if (happening.receivedAt().isAfter(since)) {
            since = happening.receivedAt();
        }
        Map<String, Object> output = fields("outcome", "event_received", "event_name", happening.name());
        output.put("event_id", happening.id().toString());
        output.put("payload", happening.payload());
        leave(branch, output, now);
    }

    // Arriving

    private void arrive(Instant now) {
        boolean isStart = here.equals(chart.triggerKey());
        if (person() == null) {
            giveUp(now);
        } else if (!isStart && chart.exitRule() != null && Ruling.isSo(chart.exitRule(), sight(), sight())) {
            diary.end("cancelled", "exit_rule");
        } else {
            enter(chart.config(here), now);
        }
    }

    private void enter(Map<String, Object> config, Instant now) {
        switch (chart.type(here)) {
            case "trigger" -> leave(DEFAULT, Map.of(), now);
            case "delay" -> diary.rest(here, now.plus(Spans.of(config.get("duration"))));
            case "wait_for_event" -> await(config, now);
            case "condition" -> decide(config, now);
            case "switch" -> choose(config, now);
            case "split" -> branch(Lot.branch(config, chart.id(), here, start.personId()), now);
            case "contact_update" -> update(config, now);
            case "contact_delete" -> delete(now);
            case "add_to_segment" -> join(config, now);
            case "send_email" -> send(config, now);
            default -> throw new IllegalStateException("Expected a known type, found " + chart.type(here));
        }
    }

    private void await(Map<String, Object> config, Instant now) {
        if (!Listening.ofWait(config).stream().allMatch(event -> event.hasValue(sight()))) {
            fail("validation_error", now);
        } else if (!receive(model.receivedFor(start.personId(), lookedBack()), now)) {
            diary.rest(here, config.get("timeout") == null ? null : now.plus(Spans.of(config.get("timeout"))));
        }
    }

    private void decide(Map<String, Object> rule, Instant now) {
        Ruling ruling = Ruling.of(rule, sight(), sight());
        if (ruling == Ruling.MISSING) {
            fail("validation_error", now);
        } else {
            String branch = ruling == Ruling.YES ? "condition_met" : "condition_not_met";
            leave(branch, fields("result", ruling == Ruling.YES), now);
        }
    }

    private void choose(Map<String, Object> config, Instant now) {
        for (Map<String, Object> one : Chart.objects(config, "cases")) {
            Ruling ruling = Ruling.of(one.get("rule"), sight(), sight());
            if (ruling == Ruling.MISSING) {
                fail("validation_error", now);
                return;
            }
            if (ruling == Ruling.YES) {
                branch((String) one.get("name"), now);
                return;
            }
        }
        branch(DEFAULT, now);
    }

    private void branch(String branch, Instant now) {
        leave(branch, fields("branch", branch), now);
    }

    private void update(Map<String, Object> config, Instant now) {
        Person changed = Alteration.of(config, person(), sight());
        if (changed == null) {
            fail("validation_error", now);
        } else {
            model.change(changed);
            leave(DEFAULT, Map.of(), now);
        }
    }

    private void delete(Instant now) {
        model.delete(start.personId());
        leave(DEFAULT, Map.of(), now);
    }

    private void join(Map<String, Object> config, Instant now) {
        if (!config.get("segment_id").equals(Stock.SEGMENT.toString())) {
            fail("not_found", now);
        } else {
            model.join(start.personId());
            leave(DEFAULT, Map.of(), now);
        }
    }

    private void send(Map<String, Object> config, Instant now) {
        Map<String, Object> template = Chart.object(config, "template");
        if (person().unsubscribed()) {
            diary.write(here, "skipped", Map.of("reason", "unsubscribed"), now);
            follow(DEFAULT);
        } else if (template.get("id").equals(Stock.NO_TEMPLATE)) {
            fail("not_found", now);
        } else if (template.get("id").equals(Stock.DRAFT) || lacksValue(template)) {
            fail("validation_error", now);
        } else {
            diary.countMail();
            leave(DEFAULT, Map.of(), now);
        }
    }

    private boolean lacksValue(Map<String, Object> template) {
        Object given = Chart.object(template, "variables").get(Stock.NEWS_VARIABLE);
        Object value = sight().resolve(given);
        return template.get("id").equals(Stock.NEWS) && (value == null || value == Sight.NOTHING);
    }

    // Leaving

    private void leave(String branch, Map<String, Object> output, Instant now) {
        diary.write(here, "completed", output, now);
        outputs.put(here, output);
        follow(branch);
    }

    private void fail(String error, Instant now) {
        diary.write(here, "failed", Map.of("error", error), now);
        diary.end("failed", here);
    }

    /** Nobody is there to do anything for. */
    private void giveUp(Instant now) {
        diary.write(here, "skipped", Map.of("reason", "contact_deleted"), now);
        diary.end("completed", null);
    }

    private void follow(String branch) {
        String next = chart.next(here, branch);
        if (next == null) {
            diary.end("completed", null);
        } else {
            here = next;
        }
    }

    private static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
