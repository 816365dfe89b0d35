package onward.api;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import onward.api.FaceSettings.Fetched;
import onward.api.FaceSettings.Fetcher;
import onward.flow.message.Attachment;

/**
 * An attachment as a request has it: its content as base64, or a URL to get it from.
 *
 * @param content null while it has to be fetched from {@code path}
 * @param contentType null when the other side, or else the name, is to say it
 */
record FileBody(String filename, String contentType, String contentId, byte[] content, String path) {
    /** How many files a mail may have. */
    static final int FILES_MAX = 50;

    /** How large all files of a mail may be together, as base64 (contract/resend.md 11). */
    static final int FILES_ENCODED_BYTES_MAX = 40 * 1024 * 1024;

    /** The same before they are encoded: three bytes become four. */
    static final int FILES_BYTES_MAX = FILES_ENCODED_BYTES_MAX / 4 * 3;

    private static final int TEXT_CHARS_MAX = 2_000;

    static List<FileBody> read(Fields fields, boolean mayAttach) {
        List<Object> items = fields.optionalList("attachments", 0, FILES_MAX);
        if (items == null || items.isEmpty()) {
            return List.of();
        }
        if (!mayAttach) {
            throw NativeErrors.invalidAttachment(
                    "Expected no `attachments` in a batch, found some." + " Send mails with attachments one by one.");
        }
        List<FileBody> files = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            files.add(file(fields.inside("attachments[" + i + "]", items.get(i))));
        }
        fields.check();
        refuseTooLarge(files);
        return files;
    }

    private static FileBody file(Fields item) {
        String filename =
                item.raw("filename") instanceof Boolean ? null : item.optionalString("filename", 0, TEXT_CHARS_MAX);
        String contentType = item.optionalString("content_type", 1, TEXT_CHARS_MAX);
        String contentId = item.optionalString("content_id", 1, TEXT_CHARS_MAX);
        String path = item.optionalString("path", 1, TEXT_CHARS_MAX);
        String content = item.optionalString("content", 0, Integer.MAX_VALUE);
        item.check();
        if ((path == null) == (content == null)) {
            throw NativeErrors.invalidAttachment(
                    "Expected exactly one of `content` and `path` in an attachment, found both or neither.");
        }
        if (contentType != null && !Attachment.isContentType(contentType)) {
            throw NativeErrors.invalidAttachment("Expected a `content_type` like application/pdf, found another text."
                    + " Mails and parts of mails go as application/octet-stream.");
        }
        if (contentId != null && !Attachment.isContentId(contentId)) {
            throw NativeErrors.invalidAttachment(
                    "Expected a `content_id` of 1 to 128 letters, digits and . _ - + = @, found another text.");
        }
        return new FileBody(filename, contentType, contentId, content == null ? null : decoded(content), path);
    }

    private static byte[] decoded(String content) {
        try {
            return Base64.getDecoder().decode(content.indexOf('\n') < 0 ? content : content.replaceAll("[\r\n]", ""));
        } catch (IllegalArgumentException notBase64) {
            throw NativeErrors.invalidAttachment(
                    "Expected base64 in the `content` of an attachment, found other text.");
        }
    }

    /** All of them with their contents; fails with a refusal that names the file that cannot be had. */
    static Future<List<FileBody>> fetched(List<FileBody> files, Fetcher fetcher) {
        return fetched(files, 0, new ArrayList<>(), fetcher);
    }

    private static Future<List<FileBody>> fetched(
            List<FileBody> files, int index, List<FileBody> gathered, Fetcher fetcher) {
        if (index == files.size()) {
            return Future.succeededFuture(gathered);
        }
        FileBody file = files.get(index);
        int room = FILES_BYTES_MAX - size(gathered);
        Future<FileBody> whole = file.content != null
                ? Future.succeededFuture(file)
                : fetcher.fetch(file.path, room).map(file::holding);
        return whole.compose(had -> {
            gathered.add(had);
            refuseTooLarge(gathered);
            return fetched(files, index + 1, gathered, fetcher);
        });
    }

    private FileBody holding(Fetched fetched) {
        if (fetched.problem() != null) {
            throw NativeErrors.invalidAttachment(
                    "An attachment could not be had from its `path`: " + fetched.problem());
        }
        String told = fetched.contentType();
        boolean isUsable = contentType == null && told != null && Attachment.isContentType(told);
        return new FileBody(name(), isUsable ? told : contentType, contentId, fetched.content(), path);
    }

    private static void refuseTooLarge(List<FileBody> files) {
        if (size(files) > FILES_BYTES_MAX) {
            throw NativeErrors.invalidAttachment("Expected attachments of at most " + FILES_ENCODED_BYTES_MAX
                    + " bytes in base64 together, found more.");
        }
    }

    private static int size(List<FileBody> files) {
        long size = files.stream()
                .filter(file -> file.content != null)
                .mapToLong(file -> file.content.length)
                .sum();
        return (int) Math.min(Integer.MAX_VALUE, size);
    }

    Attachment sealed(UUID id) {
        String name = Attachment.safeName(name());
        String type = contentType == null ? Attachment.contentTypeOf(name) : contentType;
        return new Attachment(id, name, type, contentId, content);
    }

    /** What a file from a URL is called when nobody says: the end of its path. */
    private String name() {
        if (filename != null && !filename.isBlank()) {
            return filename;
        }
        return path == null ? "" : path.replaceFirst("[?#].*", "").replaceFirst("^[a-z]+://[^/]*", "");
    }
}
