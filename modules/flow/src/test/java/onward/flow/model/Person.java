package onward.flow.model;

import java.util.Map;
import java.util.UUID;

/** A contact, as far as automations read and change it. */
public record Person(
        UUID id,
        String email,
        String firstName,
        String lastName,
        boolean unsubscribed,
        Map<String, Object> properties) {}
