package onward.web.events;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.bus.Entrance;
import onward.bus.Ingested;
import onward.bus.NewEvent;
import onward.flow.fact.EventName;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.message.Address;
import onward.store.Store;
import onward.store.json.JsonFault;
import onward.store.json.JsonReader;
import onward.store.page.EventNames;
import onward.store.table.EventTypes;
import onward.store.table.EventTypes.EventType;
import onward.web.ui.FormAgain;
import onward.web.ui.Json;
import onward.web.ui.PageProblem;
import onward.web.ui.ProblemRow;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/**
 * {@code GET /dashboard/events/new[?name=…]} and {@code POST /dashboard/events}: an event sent by hand, which goes the way
 * of every other.
 */
public final class NewEventPage {
    /** The largest payload, and room for letters that take several bytes on their way. */
    public static final int FORM_BYTES_MAX = 1024 * 1024;

    /** What stands for a value until somebody types one. */
    private static final Map<String, Object> SAMPLES =
            Map.of("string", "text", "number", 1, "boolean", true, "date", "2026-01-01");

    private final Store store;
    private final Entrance entrance;

    public NewEventPage(Store store, Entrance entrance) {
        this.store = store;
        this.entrance = entrance;
    }

    public Future<Shown> show(Visit visit) {
        String name = visit.text("name").orElse("");
        return name.isEmpty()
                ? Future.succeededFuture(shown(new NewEventView("", "", "", null, List.of())))
                : EventTypes.find(store.client(), visit.projectId(), null, name)
                        .compose(type -> type.map(EventType::schema).isPresent()
                                ? Future.succeededFuture(
                                        ofSchema(name, type.get().schema()))
                                : ofNewest(visit, name))
                        .map(NewEventPage::shown);
    }

    private static NewEventView ofSchema(String name, Map<String, Object> schema) {
        Map<String, Object> payload = new LinkedHashMap<>();
        schema.forEach((field, type) -> payload.put(field, SAMPLES.get(String.valueOf(type))));
        return new NewEventView(
                name, "", Json.pretty(payload), "Filled with samples of the fields that are declared.", List.of());
    }

    private Future<NewEventView> ofNewest(Visit visit, String name) {
        return EventNames.newest(store.client(), visit.projectId(), name)
                .map(newest -> newest.map(EventNames.Newest::payload)
                        .map(payload -> new NewEventView(
                                name,
                                "",
                                Json.pretty(payload),
                                "Filled with the payload of the newest one.",
                                List.of()))
                        .orElseGet(() -> new NewEventView(name, "", "{}", null, List.of())));
    }

    private static Shown shown(NewEventView view) {
        return new Shown("new-event", "events", view);
    }

    /** {@code POST /dashboard/events}: answered when it is durable; leads to its page. */
    public Future<String> send(Visit visit) {
        var typed = new NewEventView(
                visit.field("name").strip(),
                visit.field("email").strip(),
                visit.field("payload").strip(),
                null,
                List.of());
        List<Problem> problems = new ArrayList<>();
        EventName.problem("name", typed.name()).ifPresent(problems::add);
        Result<Address> address = Address.readBare(typed.email());
        if (!address.isOk()) {
            problems.add(Problem.invalid("email", "Expected an email address like ada@example.com, found other text."));
        }
        Map<String, Object> payload = payload(typed.payload(), problems);
        if (!problems.isEmpty()) {
            throw again(typed, problems);
        }
        var event = new NewEvent(
                visit.projectId(), typed.name(), null, address.value().email(), payload, null, null);
        return entrance.bring(event)
                .recover(fault -> Future.failedFuture(
                        fault instanceof Entrance.Closed
                                ? PageProblem.unavailable(
                                        "The server is too busy to take an event in. Nothing was stored; try again.")
                                : fault))
                .map(ingested -> {
                    if (ingested instanceof Ingested.Accepted accepted) {
                        return "/dashboard/events/" + accepted.id();
                    }
                    throw again(typed, List.of(((Ingested.Refused) ingested).problem()));
                });
    }

    private static FormAgain again(NewEventView typed, List<Problem> problems) {
        return new FormAgain(
                shown(new NewEventView(typed.name(), typed.email(), typed.payload(), null, ProblemRow.of(problems))));
    }

    /** Nothing typed is no payload. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> payload(String text, List<Problem> problems) {
        if (text.isEmpty()) {
            return null;
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > Entrance.PAYLOAD_BYTES_MAX) {
            problems.add(Problem.invalid(
                    "payload", "Expected at most " + Entrance.PAYLOAD_BYTES_MAX + " bytes of JSON, found more."));
            return null;
        }
        try {
            if (JsonReader.read(text) instanceof Map<?, ?> object) {
                return (Map<String, Object>) object;
            }
            problems.add(Problem.invalid("payload", "Expected a JSON object, {…}, found something else."));
        } catch (JsonFault fault) {
            problems.add(Problem.invalid(
                    "payload",
                    "Expected JSON: " + fault.getMessage() + " (at character " + (fault.position() + 1) + ")."));
        }
        return null;
    }
}
