package onward.api;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import onward.store.Store;
import onward.store.csv.CsvFault;
import onward.store.csv.CsvTally;
import onward.store.table.Imports;

/**
 * Receives a form with a file in it, and keeps the file chunk by chunk as it comes: what is in memory is two chunks
 * at most, and the sender waits while the database does.
 */
final class ImportUpload {
    /** How large a file may be. */
    static final long IMPORT_BYTES_MAX = 100L * 1024 * 1024;
    /** How much a form may add to its file: its fields and their headers. */
    private static final long FORM_BYTES_MAX = 1024 * 1024;

    private static final String FILE = "file";

    /**
     * What was received; the file's chunks are stored.
     *
     * @param fields the form's other fields
     * @param records how many the file has, its header included; 0 when there was no file
     */
    record Received(MultiMap fields, int records, boolean hasFile) {}

    private final Store store;
    private final Imports.Ref ref;
    private final HttpServerRequest request;
    private final Promise<Received> done = Promise.promise();
    private final CsvTally tally = new CsvTally();
    private Buffer pending = Buffer.buffer();
    private Future<Void> writes = Future.succeededFuture();
    private int chunks;
    private long length;
    private boolean hasFile;

    private ImportUpload(Store store, Imports.Ref ref, HttpServerRequest request) {
        this.store = store;
        this.ref = ref;
        this.request = request;
    }

    /** Reads a paused request to its end; fails with a Refusal as soon as something is wrong with it. */
    static Future<Received> receive(Store store, Imports.Ref ref, HttpServerRequest request) {
        return new ImportUpload(store, ref, request).receive();
    }

    /** Refuses before anything is read what is no form, or says that it is too large. */
    static void check(HttpServerRequest request) {
        String type = request.getHeader("content-type");
        String lower = type == null ? "" : type.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("multipart/form-data") || !lower.contains("boundary=")) {
            throw NativeErrors.notMultipart(type == null ? "none" : type);
        }
        String encoding = request.getHeader("content-encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw NativeErrors.notMultipart("the encoding " + encoding);
        }
        String announced = request.getHeader("content-length");
        if (announced != null
                && announced.matches("[0-9]{1,18}")
                && Long.parseLong(announced) > IMPORT_BYTES_MAX + FORM_BYTES_MAX) {
            throw tooLarge();
        }
    }

    private static Refusal tooLarge() {
        return NativeErrors.tooLarge(
                "Expected a file of at most " + IMPORT_BYTES_MAX + " bytes, found a larger one. Import it in parts.");
    }

    private Future<Received> receive() {
        if ("100-continue".equalsIgnoreCase(request.getHeader("expect"))) {
            request.response().writeContinue();
        }
        request.setExpectMultipart(true);
        request.uploadHandler(this::file);
        request.exceptionHandler(fault -> done.tryFail(NativeErrors.validation(
                "Expected a form of a file and a few short fields, found one that cannot be read to its end.")));
        request.endHandler(end -> writes.onComplete(written -> {
            if (written.failed()) {
                done.tryFail(written.cause());
            } else {
                done.tryComplete(new Received(request.formAttributes(), tally.records(), hasFile));
            }
        }));
        request.resume();
        return done.future();
    }

    private void file(HttpServerFileUpload upload) {
        if (!upload.name().equals(FILE) || hasFile) {
            done.tryFail(NativeErrors.validation("Expected one file, in the field `file`, found another one."));
        }
        hasFile = true;
        upload.exceptionHandler(done::tryFail);
        upload.handler(bytes -> {
            if (!isOver()) {
                take(bytes);
            }
        });
        upload.endHandler(end -> {
            if (pending.length() > 0 && !isOver()) {
                keep(pending);
            }
        });
    }

    private boolean isOver() {
        return done.future().isComplete();
    }

    private void take(Buffer bytes) {
        length += bytes.length();
        if (length > IMPORT_BYTES_MAX) {
            done.tryFail(tooLarge());
            return;
        }
        try {
            tally.add(bytes.getBytes());
        } catch (CsvFault e) {
            done.tryFail(NativeErrors.validation("`file`: " + e.getMessage()));
            return;
        }
        pending.appendBuffer(bytes);
        while (pending.length() >= Imports.CHUNK_BYTES) {
            Buffer chunk = pending.getBuffer(0, Imports.CHUNK_BYTES);
            pending = pending.getBuffer(Imports.CHUNK_BYTES, pending.length());
            request.pause();
            keep(chunk).onComplete(kept -> request.resume());
        }
    }

    private Future<Void> keep(Buffer chunk) {
        int position = chunks++;
        writes = writes.compose(before -> Imports.addChunk(store.client(), ref, position, chunk));
        writes.onFailure(done::tryFail);
        return writes;
    }
}
