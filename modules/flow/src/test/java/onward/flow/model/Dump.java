package onward.flow.model;

import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A scenario and what became of it, as a person reads it. */
public final class Dump {

    private Dump() {}

    public static String of(Scenario scenario) {
        StringBuilder text = new StringBuilder("seed " + scenario.seed() + "\n");
        scenario.drawings().forEach(drawing -> text.append(of(drawing)));
        scenario.people().forEach(person -> text.append(person).append('\n'));
        scenario.happenings().forEach(happening -> text.append(of(happening)));
        return text + "late acts " + scenario.lateActs() + "\n";
    }

    private static String of(Drawing drawing) {
        Map<String, Object> definition = drawing.definition();
        Stream<String> steps = Chart.objects(definition, "steps").stream()
                .map(step -> "  " + step.get("key") + " " + step.get("type") + " " + step.get("config"));
        Stream<String> arrows = Chart.objects(definition, "connections").stream()
                .map(arrow -> "  " + arrow.get("from") + " -> " + arrow.get("to") + " " + arrow.get("type"));
        Stream<String> exit = Stream.of("  exit " + definition.get("exit") + ", entry " + definition.get("entry"));
        return Stream.of(Stream.of("automation " + drawing.id()), steps, arrows, exit)
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String of(Happening happening) {
        return happening.receivedAt() + " " + end(happening.id()) + " " + happening.name() + " of "
                + end(happening.personId()) + " " + happening.payload() + "\n";
    }

    private static String end(UUID id) {
        return id.toString().substring(32);
    }

    public static String of(Account account) {
        StringBuilder text = new StringBuilder();
        for (Story story : account.stories()) {
            text.append("run of ").append(end(story.eventId())).append(" on ").append(story.drawing());
            text.append(": ").append(story.status()).append(' ').append(story.reason());
            text.append(", rests at ").append(story.restsAt()).append(" until ").append(story.dueAt());
            text.append(", mails ").append(story.mails()).append('\n');
            story.visits().forEach(visit -> text.append("    ").append(visit).append('\n'));
        }
        account.people().values().stream()
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .forEach(person -> text.append(person).append('\n'));
        return text + "members " + account.members() + "\n";
    }
}
