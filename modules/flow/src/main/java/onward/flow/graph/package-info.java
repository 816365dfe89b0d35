/**
 * How steps hang together. {@link onward.flow.graph.Blueprint} makes an {@link onward.flow.graph.Automation} of a
 * definition, or says everything that is wrong with it.
 *
 * <pre>
 *  definition --> Sketch (piece by piece) --> Soundness (how they fit; Paths) --> Automation
 * </pre>
 */
package onward.flow.graph;
