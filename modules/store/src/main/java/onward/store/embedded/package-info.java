/**
 * A real PostgreSQL that comes with the program, for those who have none yet.
 *
 * <pre>
 *   EmbeddedPostgres   start and stop, the story
 *     Binaries         unpacks the server once, beside the data
 *     Cluster          initdb, its settings, password and port
 *     Privilege        who may run a database server when we are root
 *     PidFile          what an earlier life left behind: an orphan, a zombie, nothing
 *     Command          runs one program to its end, output to a file
 *   Backup             the whole of it in one file while it runs, and back
 *     BaseBackup       PostgreSQL's own protocol of copying a server that writes
 *     BackupWriter, BackupReader   that file: a tar with checksums
 * </pre>
 *
 * Durability is never traded for speed here: fsync, synchronous_commit and full_page_writes stay on, also
 * in tests. After {@code kill -9} of the program the server may still run; the next start stops it cleanly
 * and starts it again. After {@code kill -9} of both PostgreSQL recovers by itself.
 */
package onward.store.embedded;
