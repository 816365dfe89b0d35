package onward.flow.explain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import onward.flow.explain.Explain.Part;
import onward.flow.explain.Findings.Heard;
import onward.flow.explain.Findings.Incoming;
import onward.flow.explain.Findings.Plan;
import onward.flow.explain.Findings.Repeat;
import onward.flow.explain.Findings.Span;
import onward.flow.message.Address;

/** Whether the event came at all: under this name, for this person, for the first time. */
final class Arrivals {
    /** An address this near to the person's is taken for a slip of the pen. */
    private static final int ADDRESS_CHANGES_MAX = 2;

    private final Findings facts;
    private final String person;
    private final String title;

    Arrivals(Findings facts) {
        this.facts = facts;
        this.person = facts.person().name();
        this.title = facts.plan().title();
    }

    Part decide() {
        if (facts.event() != null) {
            return came(facts.event());
        }
        if (facts.story() != null) {
            return Part.goesOn(List.of(eventGone()));
        }
        return Part.settledBy(List.of(), never());
    }

    private Part came(Incoming event) {
        List<Reason> decisions = new ArrayList<>(List.of(received(event)));
        if (!event.isTheirs()) {
            return Part.settledBy(decisions, ofSomebodyElse(event.heard()));
        }
        facts.repeats().stream()
                .filter(repeat -> repeat.eventId().equals(event.heard().id()))
                .map(this::repeatedLater)
                .forEach(decisions::add);
        return names().contains(event.heard().name())
                ? Part.goesOn(decisions)
                : Part.settledBy(decisions, ofAnotherName(event.heard()));
    }

    /** The names that start the automation, or once did. */
    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        if (facts.story() != null && facts.story().trigger() != null) {
            names.add(facts.story().trigger().name());
        }
        if (facts.plan().trigger() != null) {
            names.add(facts.plan().trigger());
        }
        facts.spans().stream().map(Span::trigger).forEach(names::add);
        return names;
    }

    private static Reason received(Incoming event) {
        Heard heard = event.heard();
        return Reason.of(
                        Code.EVENT_RECEIVED,
                        heard.receivedAt(),
                        Subject.event(heard.id()),
                        "the event " + Words.quoted(heard.name()) + " of " + heard.person() + " was received at "
                                + Words.at(heard.receivedAt()))
                .with("event_name", heard.name())
                .with("idempotency_key", event.idempotencyKey());
    }

    private Reason repeatedLater(Repeat repeat) {
        return Reason.of(
                        Code.DUPLICATE,
                        repeat.at(),
                        Subject.event(repeat.eventId()),
                        "the event was sent again at " + Words.at(repeat.at())
                                + " under the same idempotency key, which counts once and starts nothing")
                .suggest("Send it under an Idempotency-Key of its own if it is to count again.")
                .with("request_id", repeat.requestId().toString());
    }

    private Reason ofSomebodyElse(Heard heard) {
        return Reason.of(
                        Code.OTHER_PERSON,
                        heard.receivedAt(),
                        Subject.event(heard.id()),
                        "the event " + Words.quoted(heard.name()) + " of " + Words.at(heard.receivedAt()) + " is of "
                                + heard.person() + ", not of " + person)
                .suggest("Send it with the email or contact_id of " + person + ", or ask about " + heard.person() + ".")
                .with("expected", person)
                .with("found", heard.person());
    }

    private Reason ofAnotherName(Heard heard) {
        String found = heard.name();
        String wanted = NearestName.of(found, names()).orElse(facts.plan().trigger());
        return wanted == null
                ? withoutTrigger()
                : Reason.of(
                                Code.EVENT_NOT_RECEIVED,
                                heard.receivedAt(),
                                Subject.event(heard.id()),
                                "the event of " + Words.at(heard.receivedAt()) + " is named " + Words.quoted(found)
                                        + ", and " + title + " starts with " + Words.quoted(wanted))
                        .suggest(rename(wanted, found))
                        .with("expected", wanted)
                        .with("closest", found);
    }

    private static String rename(String wanted, String found) {
        return "Send the event as " + wanted + ", or let the automation start with " + found + ".";
    }

    private Reason eventGone() {
        return Reason.of(
                Code.DETAILS_REMOVED,
                null,
                Subject.event(facts.story().run().eventId()),
                "the event that started the run is no longer kept, what the run did still is");
    }

    private Reason never() {
        if (facts.askedEvent() != null) {
            return unknownEvent();
        }
        Plan plan = facts.plan();
        if (names().isEmpty()) {
            return plan.isDeleted() ? deleted() : withoutTrigger();
        }
        return repeated().or(this::forAnotherPerson).or(this::underAnotherName).orElseGet(this::notAtAll);
    }

    private Reason unknownEvent() {
        return Reason.of(
                        Code.EVENT_NOT_RECEIVED,
                        null,
                        Subject.event(facts.askedEvent()),
                        "there is no event " + facts.askedEvent() + " in this project: it never arrived, or is no"
                                + " longer kept")
                .suggest("Send the event again, and keep the id of the answer.");
    }

    private Reason withoutTrigger() {
        return Reason.of(
                        Code.NOT_ENABLED,
                        null,
                        Subject.automation(facts.plan().id()),
                        "the automation is a draft without a trigger, which no event starts")
                .suggest("Give it a trigger, and enable it.");
    }

    private Reason deleted() {
        return Reason.of(
                        Code.CANCELLED,
                        null,
                        Subject.automation(facts.plan().id()),
                        "the automation was deleted, and nothing is known of a run for " + person)
                .suggest("Ask about an automation that is there, or give the id of the event.");
    }

    /** A request of that time was answered with the id of an event from before it. */
    private Optional<Reason> repeated() {
        return facts.repeats().stream()
                .filter(repeat -> names().contains(repeat.eventName()))
                .findFirst()
                .map(repeat -> Reason.of(
                                Code.DUPLICATE,
                                repeat.at(),
                                Subject.event(repeat.eventId()),
                                "the event " + Words.quoted(repeat.eventName()) + " of " + Words.at(repeat.at())
                                        + " repeated the event " + repeat.eventId()
                                        + " under the same idempotency key, which counts once and starts nothing")
                        .suggest("Look at the event " + repeat.eventId()
                                + ", or send it under an Idempotency-Key of its own.")
                        .with("request_id", repeat.requestId().toString()));
    }

    private Optional<Reason> forAnotherPerson() {
        return facts.neighbours().stream()
                .filter(heard -> names().contains(heard.name()))
                .filter(heard -> heard.mentions() || isNear(heard.person()))
                .findFirst()
                .map(this::meantForThem);
    }

    private boolean isNear(String address) {
        String email = facts.person().email();
        return email != null
                && NearestName.distance(Address.key(email), Address.key(address), ADDRESS_CHANGES_MAX)
                        <= ADDRESS_CHANGES_MAX;
    }

    private Reason meantForThem(Heard heard) {
        String why = heard.mentions() ? ", though its payload names " + person : ", an address that is near to theirs";
        return Reason.of(
                        Code.OTHER_PERSON,
                        heard.receivedAt(),
                        Subject.event(heard.id()),
                        "the event " + Words.quoted(heard.name()) + " of " + Words.at(heard.receivedAt()) + " came for "
                                + heard.person() + why)
                .suggest("Send it with the email or contact_id of " + person + ".")
                .with("expected", person)
                .with("found", heard.person());
    }

    private Optional<Reason> underAnotherName() {
        return names().stream()
                .flatMap(wanted -> NearestName.of(wanted, heardNames()).stream().map(found -> closest(wanted, found)))
                .findFirst();
    }

    /** What the person sent first, then what the project did. */
    private List<String> heardNames() {
        return Stream.concat(facts.heard().stream(), facts.neighbours().stream())
                .map(Heard::name)
                .filter(name -> !names().contains(name))
                .distinct()
                .toList();
    }

    private Reason closest(String wanted, String found) {
        Heard heard = Stream.concat(facts.heard().stream(), facts.neighbours().stream())
                .filter(one -> one.name().equals(found))
                .findFirst()
                .orElseThrow();
        String whose = facts.heard().contains(heard) ? person : "the project";
        return Reason.of(
                        Code.EVENT_NOT_RECEIVED,
                        heard.receivedAt(),
                        Subject.event(heard.id()),
                        nothing(wanted) + "; the closest name that " + whose + " sent is " + Words.quoted(found)
                                + ", at " + Words.at(heard.receivedAt()))
                .suggest(rename(wanted, found))
                .with("expected", wanted)
                .with("closest", found);
    }

    private String nothing(String wanted) {
        return "no event " + Words.quoted(wanted) + " of " + person + " came between "
                + Words.at(facts.window().since()) + " and "
                + Words.at(facts.window().until());
    }

    private Reason notAtAll() {
        String wanted = names().iterator().next();
        int others = (int) facts.heard().stream().map(Heard::name).distinct().count();
        String besides = others == 0 ? ", nor any other" : "; events of " + others + " other names came";
        return Reason.of(
                        Code.EVENT_NOT_RECEIVED,
                        null,
                        Subject.automation(facts.plan().id()),
                        nothing(wanted) + besides)
                .suggest("Send " + wanted + " with the email or contact_id of " + person
                        + ", and look at GET /logs for requests that were refused.")
                .with("expected", wanted);
    }
}
