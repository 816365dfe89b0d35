/**
 * {@code onward rehearse}: what an automation would do to recorded events, without a server. Reads files, lets
 * {@link onward.flow.run.Rehearsal} do the work, and tells.
 *
 * <pre>
 *   RehearseCommand   from the command line to the exit code
 *     Order           what the command line asks for
 *     Definition      AUTOMATION.json
 *     EventFile       EVENTS.ndjson.gz: LineReader, then EventLine by line
 *     Expectations    the file that makes it a test
 *     ReportPage      the report for people; Table aligns it
 * </pre>
 */
package onward.app.rehearse;
