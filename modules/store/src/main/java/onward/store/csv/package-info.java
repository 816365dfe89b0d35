/**
 * Files of comma-separated values, read in pieces (RFC 4180): {@link onward.store.csv.CsvTally} watches one go by and
 * counts, {@link onward.store.csv.CsvRecords} takes the records out of a piece.
 */
package onward.store.csv;
