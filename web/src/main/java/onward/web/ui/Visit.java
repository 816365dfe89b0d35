package onward.web.ui;

import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Uuids;

/**
 * Somebody looks at a page or sends a form.
 *
 * @param projectId whose data it shows
 * @param now the instant it is shown as of
 * @param formKey what its forms have to send along
 * @param user the name of who is logged in; null when no login is asked for
 */
public record Visit(RoutingContext context, UUID projectId, Instant now, String formKey, String user) {
    private static final int TEXT_CHARS_MAX = 500;

    /** The id in the address. @param what for example "run", for who asked for one that cannot be */
    public UUID pathId(String what) {
        return Uuids.read(context.pathParam("id")).orElseThrow(() -> PageProblem.absent(what));
    }

    /** The id of the last line of the page before; empty on the first page. */
    public Optional<UUID> after() {
        return id("after", "a line", "links");
    }

    /** An id of the query; an empty field of a form is as good as none. */
    public Optional<UUID> id(String name, String of, String where) {
        return one(name)
                .map(text -> Uuids.read(text)
                        .orElseThrow(() -> PageProblem.badQuestion("Expected " + name + " to be the id of " + of
                                + ", as the " + where + " on the dashboard have it, found something else.")));
    }

    /** A text of the query, stripped; an empty field of a form is as good as none. */
    public Optional<String> text(String name) {
        return one(name).map(String::strip).filter(text -> !text.isEmpty()).map(text -> {
            if (text.length() > TEXT_CHARS_MAX || text.indexOf('\0') >= 0) {
                throw PageProblem.badQuestion("Expected " + name + " to be a text of at most " + TEXT_CHARS_MAX
                        + " characters, found something else.");
            }
            return text;
        });
    }

    private Optional<String> one(String name) {
        var all = context.queryParam(name);
        if (all.size() > 1) {
            throw PageProblem.badQuestion("Expected " + name + " once at most, found it " + all.size() + " times.");
        }
        return all.stream().findFirst().filter(text -> !text.isEmpty() || name.equals("after"));
    }

    /** A field of the form that was sent; empty when it is not there. */
    public String field(String name) {
        String text = context.request().getFormAttribute(name);
        return text == null ? "" : text;
    }

    /** All fields of that name, in the order of the form. */
    public List<String> fields(String name) {
        return context.request().formAttributes().getAll(name);
    }

    /** The page and its question, as a link within the dashboard. */
    public String here() {
        return context.request().uri();
    }
}
