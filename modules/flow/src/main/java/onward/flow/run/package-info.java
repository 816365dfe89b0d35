/**
 * One person on one version of an automation. {@link onward.flow.run.Machine} turns a {@link onward.flow.run.Run} and
 * answers a {@link onward.flow.run.Decision} to commit; it never throws and knows no clock.
 */
package onward.flow.run;
