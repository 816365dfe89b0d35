package onward.flow.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The links of an HTML mail, in order, and the same mail with other links in their places. Reading is one pass over the
 * text, whatever is in it: what is not understood stays as it is.
 */
public final class TrackedHtml {
    /** How many links of one mail are tracked; those after them lead where they say. */
    public static final int LINKS_MAX = 1_000;

    private static final Pattern URL = Pattern.compile("(?i)https?://[^\\s\\p{Cntrl}\"'<>\\\\]{1,4000}");
    private static final Pattern ENTITY =
            Pattern.compile("&(amp|lt|gt|quot|#39|#x27|#38|#x26);", Pattern.CASE_INSENSITIVE);
    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "#39", "'", "#x27", "'", "#38", "&", "#x26", "&");

    /** Where the value of a link's {@code href} stands in the text. */
    private record Place(int from, int to, String url) {}

    private final String html;
    private final List<Place> places = new ArrayList<>();

    private TrackedHtml(String html) {
        this.html = html;
        findAll();
    }

    public static TrackedHtml of(String html) {
        return new TrackedHtml(html);
    }

    /** The http and https links, as a browser would follow them; the index of one is its number. */
    public List<String> links() {
        return places.stream().map(Place::url).toList();
    }

    /**
     * The mail with other links.
     *
     * @param link what takes the place of the link of that number; null keeps it
     * @param pixel the address of a picture that nobody sees, at the end of the body; null for none
     */
    public String with(IntFunction<String> link, String pixel) {
        var text = new StringBuilder(html.length() + 256 * places.size());
        int at = 0;
        for (int i = 0; i < places.size(); i++) {
            String other = link.apply(i);
            if (other != null) {
                text.append(html, at, places.get(i).from()).append(escaped(other));
                at = places.get(i).to();
            }
        }
        text.append(html, at, html.length());
        if (pixel != null) {
            int end = text.toString().toLowerCase(Locale.ROOT).lastIndexOf("</body");
            text.insert(end < 0 ? text.length() : end, picture(pixel));
        }
        return text.toString();
    }

    private static String picture(String address) {
        return "<img src=\"" + escaped(address) + "\" alt=\"\" width=\"1\" height=\"1\" style=\"border:0\">";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("\"", "&quot;");
    }

    private void findAll() {
        int at = 0;
        while (at >= 0 && places.size() < LINKS_MAX) {
            at = html.indexOf('<', at);
            if (at >= 0) {
                at = isAnchor(at) ? anchor(at + 2) : at + 1;
            }
        }
    }

    private boolean isAnchor(int at) {
        return at + 2 < html.length()
                && Character.toLowerCase(html.charAt(at + 1)) == 'a'
                && isSpace(html.charAt(at + 2));
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '/';
    }

    /** Reads attributes up to the end of the tag; gives where to go on. */
    private int anchor(int from) {
        int at = from;
        boolean isFirstHref = true;
        while (at < html.length() && html.charAt(at) != '>') {
            at = skipSpace(at);
            int nameEnd = nameEnd(at);
            int equals = skipSpace(nameEnd);
            if (nameEnd == at) {
                at++;
            } else if (equals >= html.length() || html.charAt(equals) != '=') {
                at = nameEnd;
            } else {
                Place value = value(skipSpace(equals + 1));
                boolean isHref = html.substring(at, nameEnd).equalsIgnoreCase("href");
                if (isHref && isFirstHref) {
                    isFirstHref = false;
                    keep(value);
                }
                at = value.to() + (isQuote(value.to()) ? 1 : 0);
            }
        }
        return at;
    }

    private int skipSpace(int at) {
        int next = at;
        while (next < html.length() && isSpace(html.charAt(next))) {
            next++;
        }
        return next;
    }

    private int nameEnd(int at) {
        int next = at;
        while (next < html.length() && !isSpace(html.charAt(next)) && "=>\"'".indexOf(html.charAt(next)) < 0) {
            next++;
        }
        return next;
    }

    /** A value without quotes ends at a space or at the end of the tag. */
    private Place value(int at) {
        if (isQuote(at)) {
            int end = html.indexOf(html.charAt(at), at + 1);
            return new Place(at + 1, end < 0 ? html.length() : end, null);
        }
        int end = at;
        while (end < html.length() && html.charAt(end) != '>' && " \t\r\n\f".indexOf(html.charAt(end)) < 0) {
            end++;
        }
        return new Place(at, end, null);
    }

    private boolean isQuote(int at) {
        return at < html.length() && (html.charAt(at) == '"' || html.charAt(at) == '\'');
    }

    private void keep(Place value) {
        boolean isQuoted = value.from() > 0 && isQuote(value.from() - 1);
        String url = decoded(html.substring(value.from(), value.to()).strip());
        if (isQuoted && URL.matcher(url).matches()) {
            places.add(new Place(value.from(), value.to(), url));
        }
    }

    private static String decoded(String text) {
        return ENTITY.matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(ENTITIES.get(found.group(1).toLowerCase(Locale.ROOT))));
    }
}
