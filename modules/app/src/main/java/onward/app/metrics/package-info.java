/**
 * What Prometheus is told, on a port of its own that only an operator reaches.
 *
 * <pre>
 *   AdminVerticle   GET /metrics
 *     Scrape        counters of this process, the backlog of the database, the Java runtime, as text
 *       Measured    what Vert.x tells of requests and of the connections to the database
 * </pre>
 *
 * When the database does not answer, a scrape says so (onward_database_up 0) and leaves out what only it knows.
 */
package onward.app.metrics;
