package onward.flow.message;

import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A file that goes with a mail.
 *
 * @param filename one line without slashes, see {@link #safeName}
 * @param contentType a media type that {@link #isContentType} takes
 * @param contentId what the html calls it by ({@code cid:logo}, RFC 2392), which makes it inline; or null
 * @param content the file itself; never changed
 */
public record Attachment(UUID id, String filename, String contentType, String contentId, byte[] content) {

    /** How long a file name may be; a longer one is cut. */
    public static final int NAME_LENGTH_MAX = 255;

    /** What a file is when nobody says and its name tells nothing. */
    public static final String CONTENT_TYPE_UNKNOWN = "application/octet-stream";

    private static final int CONTENT_TYPE_LENGTH_MAX = 255;
    private static final String TOKEN = "[A-Za-z0-9!#$&^_.+-]+";
    private static final Pattern CONTENT_TYPE = Pattern.compile(
            TOKEN + "/" + TOKEN + "( ?; ?" + TOKEN + "=(" + TOKEN + "|\"[A-Za-z0-9 !#$&^_.:/?=,;@'()+-]*\"))*+");
    private static final Pattern CONTENT_ID = Pattern.compile("[A-Za-z0-9._@+=-]{1,128}");

    private static final Map<String, String> BY_ENDING = Map.ofEntries(
            Map.entry("pdf", "application/pdf"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("txt", "text/plain"),
            Map.entry("html", "text/html"),
            Map.entry("css", "text/css"),
            Map.entry("csv", "text/csv"),
            Map.entry("ics", "text/calendar"),
            Map.entry("json", "application/json"),
            Map.entry("xml", "application/xml"),
            Map.entry("zip", "application/zip"),
            Map.entry("gz", "application/gzip"),
            Map.entry("doc", "application/msword"),
            Map.entry("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            Map.entry("xls", "application/vnd.ms-excel"),
            Map.entry("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Map.entry("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("mp4", "video/mp4"));

    /** True for one that is shown inside the html rather than beside it. */
    public boolean isInline() {
        return contentId != null;
    }

    /** A type and subtype with parameters, whose content may be sent as base64 (RFC 2046, section 5). */
    public static boolean isContentType(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return text.length() <= CONTENT_TYPE_LENGTH_MAX
                && CONTENT_TYPE.matcher(text).matches()
                && !lower.startsWith("multipart/")
                && !lower.startsWith("message/");
    }

    public static boolean isContentId(String text) {
        return CONTENT_ID.matcher(text).matches();
    }

    /** What the ending of a name says a file is. */
    public static String contentTypeOf(String filename) {
        String ending = filename.substring(filename.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_ENDING.getOrDefault(ending, CONTENT_TYPE_UNKNOWN);
    }

    /**
     * The name without directories, control characters and what turns the direction of writing, so that it is one
     * parameter of one header and looks like what it is; {@code attachment} when nothing is left.
     */
    public static String safeName(String name) {
        StringBuilder safe = new StringBuilder();
        name.codePoints().filter(Attachment::isSafe).limit(NAME_LENGTH_MAX).forEach(safe::appendCodePoint);
        String last = safe.substring(Math.max(safe.lastIndexOf("/"), safe.lastIndexOf("\\")) + 1)
                .replace('"', '\'')
                .strip();
        return last.isEmpty() || last.matches("\\.+") ? "attachment" : last;
    }

    private static boolean isSafe(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
