package onward.app.code;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of thing that files describe, in the order in which they are made: what others name comes first. */
enum Kind {
    EVENT("event", List.of("name", "schema")),
    TOPIC("topic", List.of("name", "description", "default_subscription", "visibility")),
    SEGMENT("segment", List.of("name")),
    TEMPLATE(
            "template", List.of("name", "alias", "status", "from", "subject", "reply_to", "variables", "html", "text")),
    AUTOMATION("automation", List.of("name", "status", "entry", "exit", "steps", "connections"));

    private final String word;
    private final List<String> fields;

    Kind(String word, List<String> fields) {
        this.word = word;
        this.fields = fields;
    }

    /** What a document calls it. */
    String word() {
        return word;
    }

    /** The folder of its files, which is the last part of its address too. */
    String plural() {
        return word + "s";
    }

    /** What a document of it may say, beside {@code kind} and {@code was}, in the order in which it is written. */
    List<String> fields() {
        return fields;
    }

    /** Where the server has them. */
    String path() {
        return "/" + plural();
    }

    static Optional<Kind> of(Object word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
}
