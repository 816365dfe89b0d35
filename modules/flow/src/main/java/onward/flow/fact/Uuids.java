package onward.flow.fact;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Tells a UUID from other text; {@link UUID#fromString} alone takes {@code 1-1-1-1-1} for one. */
public final class Uuids {
    private static final Pattern SHAPE =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Uuids() {}

    /** The UUID, or empty when the text (or null) is none. */
    public static Optional<UUID> read(String text) {
        return text != null && SHAPE.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
