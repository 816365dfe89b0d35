package onward.flow.message;

import java.util.UUID;

/** Links that lead from a mail back to this server; nobody can make up or change one. */
public interface Links {
    /** A server that nobody reaches from outside. */
    Links NONE = (projectId, envelopeId) -> null;

    /** Where the recipient of a mail leaves; null when there is no such place. */
    String unsubscribe(UUID projectId, UUID envelopeId);
}
