package onward.flow.message;

import java.util.LinkedHashMap;
import java.util.Map;

/** How a mail says where its recipient leaves: in its headers, for mail programs, and in its text, for people. */
public final class ListUnsubscribe {
    /** The header that says where (RFC 2369, section 3.2). */
    public static final String NAME = "List-Unsubscribe";

    private ListUnsubscribe() {}

    /**
     * The headers of a mail that is left at this page. That one click is enough may be said of https alone (RFC 8058,
     * section 3.1).
     *
     * @param page null when there is none
     * @return empty when there is no page
     */
    public static Map<String, String> headers(String page) {
        if (page == null) {
            return Map.of();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(NAME, "<" + page + ">");
        if (page.startsWith("https:")) {
            headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        return headers;
    }

    /** The link for the text. Where there is no page of ours, it writes to the sender. */
    public static String link(String page, Address sender) {
        return page == null ? "mailto:" + sender.email() + "?subject=unsubscribe" : page;
    }
}
