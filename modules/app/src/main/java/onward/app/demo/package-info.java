/**
 * {@code onward demo}: three automations with their mails, and real events of a shop flowing through them.
 *
 * <pre>
 *   Demo        sets up, feeds, tells
 *     Stage       the templates and automations of demo.json, made once
 *     Feed        the sample, some twenty events a second, through the front door of the engine
 * </pre>
 *
 * Running it twice adds nothing: the templates are found again, and each event carries its idempotency key.
 */
package onward.app.demo;
