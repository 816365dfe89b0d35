package onward.trial.mutant;

import java.util.List;

/** A server that breaks one rule. */
public final class Mutant {
    private static final String INDEX = "mutants/index";

    private final Patch patch;

    private Mutant(Patch patch) {
        this.patch = patch;
    }

    /** All of them, in order. */
    public static List<Mutant> all() {
        return Patch.text(INDEX)
                .lines()
                .filter(id -> !id.isBlank())
                .map(Mutant::of)
                .toList();
    }

    /** @throws DoesNotFit when there is none of that id */
    public static Mutant of(String id) {
        return new Mutant(Patch.read("mutants/" + id + ".patch"));
    }

    public String id() {
        return patch.id();
    }

    /** In a sentence, the rule that it breaks. */
    public String rule() {
        return patch.head().get("rule");
    }

    /** The flags of a short trial that shows it. */
    public List<String> flags() {
        return List.of(patch.head().get("flags").split(" "));
    }

    Patch patch() {
        return patch;
    }
}
