package onward.flow.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Who does something to a run: a program, by its API key, or a person, by the dashboard.
 *
 * @param type {@code api_key} or {@code dashboard_user}
 * @param id of the key; null for a person
 * @param name of the key or the person; null for a person of whom no login was asked
 */
public record Actor(String type, UUID id, String name) {
    private static final String API_KEY = "api_key";
    private static final String DASHBOARD_USER = "dashboard_user";

    public static Actor apiKey(UUID id, String name) {
        return new Actor(API_KEY, id, name);
    }

    /** @param name null when no login is asked for */
    public static Actor dashboardUser(String name) {
        return new Actor(DASHBOARD_USER, null, name);
    }

    /** As it is kept and told. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", type);
        map.put("id", id == null ? null : id.toString());
        map.put("name", name);
        return map;
    }

    /** How sentences name who was kept by {@link #toMap}: {@code the API key ‘shop’}. */
    public static String words(Object kept) {
        Map<?, ?> map = kept instanceof Map<?, ?> found ? found : Map.of();
        Object name = map.get("name");
        if (DASHBOARD_USER.equals(map.get("type"))) {
            return name == null ? "somebody on the dashboard" : name + " on the dashboard";
        }
        return name == null ? "an API key" : "the API key ‘" + name + "’";
    }
}
