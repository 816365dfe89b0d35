/**
 * Automations as files: {@code onward export, plan, apply, drift, prune}. A client like any other, that speaks to a
 * running server through HTTP alone and names things by keys, never by ids.
 *
 * <pre>
 *   CodeCommand   reads the command, tells what came of it
 *     Wanted      what the files say         Documents, Yaml: how they are read;  Export: how they are written
 *     Live        what the server has        Remote: how it is asked
 *     Plan        Wanted against Live, everything that is wrong or different;  Difference: in words
 *     Apply       does a plan, in the order of Kind
 *   Names         keys here, ids there;  References: where steps name other things
 * </pre>
 */
package onward.app.code;
