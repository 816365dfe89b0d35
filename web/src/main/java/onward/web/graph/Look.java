package onward.web.graph;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * How a kind of step looks: what it is called, its icon and its tint. A type that is not listed here is called by its
 * own name and looks like {@link #OTHER}, so a new one needs nothing here.
 */
enum Look {
    TRIGGER("Trigger", "start", "M9 1.5 3.5 9H8l-1 5.5L12.5 7H8Z"),
    SEND_EMAIL(
            "Send email",
            "mail",
            "M3.5 3.5h9A1.5 1.5 0 0 1 14 5v6a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 11V5a1.5 1.5 0 0 1 1.5-1.5Z"
                    + "M2.5 5 8 9l5.5-4"),
    DELAY("Delay", "time", "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM8 4.8V8l2.3 1.5"),
    WAIT_FOR_EVENT(
            "Wait for event",
            "time",
            "M4 2h8M4 14h8M5 2v2.2C5 6 8 6.7 8 8s-3 2-3 3.8V14M11 2v2.2C11 6 8 6.7 8 8s3 2 3 3.8V14"),
    CONDITION("Condition", "way", "M8 1.8 14.2 8 8 14.2 1.8 8ZM5.8 8l1.6 1.6 2.9-3"),
    SWITCH("Switch", "way", "M8 2v11M8 5.5C8 9 3.5 8 3.5 13M8 5.5C8 9 12.5 8 12.5 13"),
    SPLIT(
            "Split",
            "way",
            "M8 2v3.5M8 5.5C8 9 4 8.5 4 13M8 5.5C8 9 12 8.5 12 13M2.3 11.3 4 13l1.7-1.7M10.3 11.3 12 13l1.7-1.7"),
    CONTACT_UPDATE(
            "Update contact",
            "person",
            "M7 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM1.8 14c0-3 2.2-4.4 5.2-4.4M9 13.8l.4-2 3.4-3.4 1.6 1.6-3.4 3.4Z"),
    CONTACT_DELETE(
            "Delete contact",
            "end",
            "M7 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM1.8 14c0-3 2.2-4.4 5.2-4.4M10.4 10.4l3.6 3.6M14 10.4 10.4 14"),
    ADD_TO_SEGMENT("Add to segment", "person", "M2 4h9M2 8h9M2 12h4.5M12 9.5v5M9.5 12h5"),
    HTTP_REQUEST("HTTP request", "other", "M5 4.5 1.8 8 5 11.5M11 4.5 14.2 8 11 11.5M9.2 3.4 6.8 12.6"),
    OTHER("", "other", "M8 1.8 13.4 5v6L8 14.2 2.6 11V5ZM8 6.6v2.8M6.6 8h2.8");

    private final String title;
    private final String tint;
    private final String icon;

    Look(String title, String tint, String icon) {
        this.title = title;
        this.tint = tint;
        this.icon = icon;
    }

    static Look of(String type) {
        return Stream.of(values())
                .filter(look -> look.name().equalsIgnoreCase(type))
                .findFirst()
                .orElse(OTHER);
    }

    /** What a step of a type is called on its card: {@code Send email}. */
    static String title(String type) {
        Look look = of(type);
        return look == OTHER ? capital(type.replace('_', ' ').strip()) : look.title;
    }

    private static String capital(String words) {
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** The class of the icon's tile. */
    String style() {
        return "tint-" + tint;
    }

    /** The icon's strokes, on 16 by 16. */
    String icon() {
        return icon;
    }
}
