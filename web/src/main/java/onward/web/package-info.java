/**
 * The pages for people. {@link onward.web.WebRoutes} mounts them; each page is a package with a handler and
 * a view record, a read model in {@code onward.store.page} and a template in {@code onward/pages}.
 *
 * <pre>
 *   request -> Desk (who, whose data, when) -> handler -> read model (store) -> view record
 *           -> template, on a worker -> response
 * </pre>
 *
 * <p>Pages carry no script and no style of their own; the policy that every page is sent with says so to the browser.
 * One script file makes them handier and nothing needs it. Everything shown is escaped by the template engine.
 */
package onward.web;
