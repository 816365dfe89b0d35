package onward.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.store.csv.CsvRecords;
import onward.store.table.Imports;
import onward.store.table.Imports.Counts;
import onward.store.table.Imports.Entry;
import onward.store.table.Imports.Stretch;
import onward.store.table.Imports.Work;

/**
 * The next records of one import, read but not yet written: who they are, and how far the import is once they are
 * written. Of two records with one address the later adds to the earlier, or is skipped, as the plan says.
 */
final class ImportBatch {
    private final Work work;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Object> problems;
    private long bytesDone;
    private int repeated;
    private int failed;
    private boolean isLast;

    private ImportBatch(Work work) {
        this.work = work;
        this.problems = new ArrayList<>(work.problems());
        this.bytesDone = work.bytesDone();
    }

    /**
     * Reads up to {@code limit} records.
     *
     * @param first where the file begins, for its header
     * @param next from the chunk that the import is in
     * @param ids for contacts that turn out to be new
     * @return the batch, or why the whole import fails
     */
    static Result<ImportBatch> read(Work work, Stretch first, Stretch next, int limit, Supplier<UUID> ids) {
        char separator = CsvRecords.separatorOf(first.bytes());
        var header = new CsvRecords(first.bytes(), first.holdsEnd()).next(separator);
        if (header == null) {
            return Result.failed(Problem.invalid("file", "Expected a header and records, found none."));
        }
        Result<ImportColumns> columns = ImportColumns.of(work.plan(), header.fields());
        if (!columns.isOk()) {
            return Result.failed(columns.problems());
        }
        var batch = new ImportBatch(work);
        batch.bytesDone = Math.max(batch.bytesDone, header.end());
        batch.read(columns.value(), next, separator, limit, ids);
        return Result.of(batch);
    }

    private void read(ImportColumns columns, Stretch stretch, char separator, int limit, Supplier<UUID> ids) {
        var records = new CsvRecords(rest(stretch.bytes()), stretch.holdsEnd());
        long from = bytesDone;
        for (int i = 0; i < limit; i++) {
            var record = records.next(separator);
            if (record == null) {
                isLast = stretch.holdsEnd();
                return;
            }
            bytesDone = from + record.end();
            take(columns.entry(record.fields(), ids.get()));
        }
    }

    /** What of the stretch is not done yet. */
    private byte[] rest(byte[] stretch) {
        int done = (int) (bytesDone - positionOf(work) * (long) Imports.CHUNK_BYTES);
        return Arrays.copyOfRange(stretch, done, stretch.length);
    }

    /** The chunk that an import is in. */
    static int positionOf(Work work) {
        return (int) (work.bytesDone() / Imports.CHUNK_BYTES);
    }

    private void take(Result<Entry> read) {
        if (!read.isOk()) {
            leaveOut(read.problems().get(0).message());
            return;
        }
        Entry entry = read.value();
        Entry earlier = entries.get(entry.emailKey());
        if (earlier == null) {
            entries.put(entry.emailKey(), entry);
            return;
        }
        repeated++;
        if (work.plan().isUpsert()) {
            entries.put(entry.emailKey(), merged(earlier, entry));
        }
    }

    private void leaveOut(String message) {
        failed++;
        if (problems.size() < Imports.PROBLEMS_MAX) {
            Map<String, Object> problem = new LinkedHashMap<>();
            problem.put("row", work.counts().done() + entries.size() + repeated + failed);
            problem.put("message", message);
            problems.add(problem);
        }
    }

    private static Entry merged(Entry one, Entry other) {
        Map<String, Object> properties = new LinkedHashMap<>(one.properties());
        properties.putAll(other.properties());
        return new Entry(
                one.id(),
                one.email(),
                one.emailKey(),
                other.firstName() == null ? one.firstName() : other.firstName(),
                other.lastName() == null ? one.lastName() : other.lastName(),
                other.unsubscribed() == null ? one.unsubscribed() : other.unsubscribed(),
                properties);
    }

    List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /** How many records were read. */
    int size() {
        return entries.size() + repeated + failed;
    }

    boolean isLast() {
        return isLast;
    }

    /** The import once {@code created} of the entries were made and {@code updated} changed; the others were skipped. */
    Work after(int created, int updated) {
        Counts before = work.counts();
        boolean isUpsert = work.plan().isUpsert();
        int left = entries.size() - created - updated;
        return moved(new Counts(
                before.total(),
                before.created() + created,
                before.updated() + updated + (isUpsert ? repeated : 0),
                before.skipped() + left + (isUpsert ? 0 : repeated),
                before.failed() + failed));
    }

    /** The import when the database refused the only record of the batch. */
    Work withoutThem() {
        leaveOutAll();
        Counts before = work.counts();
        return moved(new Counts(
                before.total(), before.created(), before.updated(), before.skipped(), before.failed() + failed));
    }

    private void leaveOutAll() {
        int refused = entries.size();
        entries.clear();
        for (int i = 0; i < refused; i++) {
            leaveOut("Expected a record that the database can hold, found another. The record was left out.");
        }
    }

    private Work moved(Counts counts) {
        return new Work(work.ref(), work.plan(), bytesDone, counts, problems);
    }
}
