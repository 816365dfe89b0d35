/**
 * JSON as plain values, for every room that has to read or write it: objects are {@code LinkedHashMap},
 * arrays {@code List}, whole numbers {@code Long} (or {@code BigDecimal} when larger), other numbers
 * {@code BigDecimal}, and String, Boolean and null are themselves.
 *
 * <pre>
 *   text -- JsonReader (strict, with the bounds of JsonLimits) --> plain values -- JsonWriter --> text
 *             \-- JsonFault: what is wrong, and at which character
 * </pre>
 *
 * What the reader lets pass, PostgreSQL's {@code jsonb} and {@code text} can store: no U+0000, no lone
 * surrogate, no number of a million digits.
 */
package onward.store.json;
