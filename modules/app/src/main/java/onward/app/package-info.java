/**
 * The top of the house: reads the settings, starts everything in order, stops it in the reverse order.
 *
 * <pre>
 *   Main      the commands: start, demo, send, check, rehearse, the operator's, those of automations as files, version, help
 *     Server    lock -> database -> schema -> pool -> verticles -> HTTP, and back
 *       Wiring    which verticles, channels and faces there are: one line each
 *       Closing   what has to be undone, newest first, once
 *     Health    /health and /ready
 *     Greeting  what a person sees when it runs
 * </pre>
 *
 * A failure while starting undoes what was done and leaves one line for the operator: exit code 2 for a
 * setting that cannot be used, 1 for a world that does not fit.
 */
package onward.app;
