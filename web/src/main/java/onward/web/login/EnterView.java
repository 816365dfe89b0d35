package onward.web.login;

/**
 * The form that a link leads to, where a password is chosen.
 *
 * @param problem what was wrong with the last try; null on the first
 */
public record EnterView(String user, String token, String problem, int charsMin, int charsMax) {}
