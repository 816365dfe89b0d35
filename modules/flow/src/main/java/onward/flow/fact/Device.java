package onward.flow.fact;

import java.util.UUID;

/**
 * A browser or an app that may be pushed to, as far as a run needs to know it.
 *
 * @param platform {@code android}, {@code ios} or {@code web}
 */
public record Device(UUID id, String platform) {}
