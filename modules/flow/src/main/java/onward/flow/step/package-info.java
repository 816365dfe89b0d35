/**
 * What steps do. A step type is one file (its config, its reader, its branches, its behaviour) and one line in {@link
 * onward.flow.step.StepTypes}; {@link onward.flow.step.Delay} is the one to copy.
 *
 * <pre>
 *  config in plain values -- StepType.read --> Step -- enter, resume, hear --> Outcome (+ Effects)
 * </pre>
 */
package onward.flow.step;
