package onward.flow.model;

import java.util.Map;
import java.util.UUID;

/** An automation as its author wrote it: {@code {steps, connections, exit?}} in plain values. */
public record Drawing(UUID id, Map<String, Object> definition) {}
