/** {@code onward check}: asks a live database whether anything is true that must never be. */
package onward.app.check;
