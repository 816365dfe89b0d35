/**
 * Who comes in: a password, or a link to choose one, opens a session.
 *
 * <pre>
 *   first start ──▶ link, good once and for a day ──▶ choose a password ──┐
 *   ONWARD_DASHBOARD_PASSWORD ──▶ the owner's password                    ├──▶ cookie ──▶ SessionGate
 *   login form, a few tries a minute ────────────────────────────────────┘
 * </pre>
 *
 * <p>Cookies and links are kept as hashes, passwords as argon2id; a new password ends all sessions.
 */
package onward.web.login;
