package onward.flow.model;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** An event for a person, as the server accepted it. */
public record Happening(UUID id, String name, UUID personId, Map<String, Object> payload, Instant receivedAt) {}
