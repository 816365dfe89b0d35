/**
 * The graph of an automation as a picture: cards and arrows in inline SVG, laid out on the server.
 *
 * <pre>
 *   Automation -> Drawing (what is shown) -> Shape (how large) -> Layout (where, by ELK) -> Graphs (SVG)
 *                    ^                                  kept in Layouts
 *                 Footsteps (where a run went), counts, links
 * </pre>
 *
 * <p>{@link onward.web.graph.Graphs} is what a page asks, on a worker: a layout takes tens of milliseconds, and the
 * first one of the process about a second. Looks are in {@code onward/assets/graph.css}; the picture itself has no
 * style, no script and no ids, so that it stands under the strict policy of our pages and twice on one page.
 */
package onward.web.graph;
