/**
 * Servers that are not quite the product: its sources with a few lines changed, compiled into a directory that stands
 * before the product on the class path. The product itself has no switches for tests.
 *
 * <pre>
 *   mutants/M3.patch ─┐                 src/      changed sources
 *   seams/*.patch    ─┴─▶ Overlay ────▶ classes/  ──▶ java -cp classes:app.jar onward.app.Main start
 * </pre>
 *
 * A mutant breaks one rule, and the trial has to notice. A seam lets the nemesis in: places to die at, bells that ring
 * into nothing.
 */
package onward.trial.mutant;
