/**
 * The pages for people. {@link onward.web.WebRoutes} mounts them; each page is a package with a handler and
 * a view record, a read model in {@code onward.store.page} and a template in {@code onward/pages}.
 *
 * <pre>
 *   request -> handler -> read model (store) -> view record -> template, on a worker -> response
 * </pre>
 *
 * <p>Pages run no script and carry no style of their own; the policy that every page is sent with says so
 * to the browser. Everything shown is escaped by the template engine.
 */
package onward.web;
