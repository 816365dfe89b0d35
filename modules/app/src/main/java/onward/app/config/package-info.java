/**
 * What an operator may set, and how it is read.
 *
 * <pre>
 *   Setting        every setting: its names, its default, what it means, what it accepts
 *   Config         flag over environment over file over default; all problems at once
 *   SettingsPage   --help's table and docs/settings.md, from the same list
 * </pre>
 */
package onward.app.config;
