package onward.web.login;

/**
 * The form that asks for a password.
 *
 * @param problem what was wrong with the last try; null on the first
 * @param next where to go on
 */
public record LoginView(String problem, String next) {}
