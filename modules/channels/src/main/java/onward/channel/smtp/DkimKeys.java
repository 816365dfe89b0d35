package onward.channel.smtp;

import java.util.Optional;
import java.util.UUID;

/** Finds the key that signs a mail. Asked on worker threads; must not block. */
@FunctionalInterface
public interface DkimKeys {
    /** Every mail goes out unsigned. */
    DkimKeys NONE = (projectId, from) -> Optional.empty();

    /** @param from the sender as the envelope has it, {@code Name <a@b>} or {@code a@b} */
    Optional<DkimKey> key(UUID projectId, String from);
}
