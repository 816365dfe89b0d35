package onward.web.keys;

/** A key that was just made. @param token never shown again */
public record KeyView(String name, String token, String curl) {}
