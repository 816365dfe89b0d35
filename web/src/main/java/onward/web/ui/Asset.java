package onward.web.ui;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A file that pages refer to, read once. Its {@link #link} changes with its content, so a browser may keep
 * it for ever and still sees the next version at once.
 */
public final class Asset {
    public static final Asset STYLE = new Asset("onward.css", "text/css; charset=utf-8");
    public static final Asset GRAPH_STYLE = new Asset("graph.css", "text/css; charset=utf-8");
    public static final Asset ICON = new Asset("onward.svg", "image/svg+xml");
    public static final Asset SCRIPT = new Asset("onward.js", "text/javascript; charset=utf-8");
    public static final Asset FORM_STYLE = new Asset("forms.css", "text/css; charset=utf-8");
    public static final Asset TEMPLATE_SCRIPT = new Asset("template.js", "text/javascript; charset=utf-8");
    public static final Asset EDITOR_STYLE = new Asset("editor.css", "text/css; charset=utf-8");
    public static final Asset EDITOR_SCRIPT = new Asset("editor.js", "text/javascript; charset=utf-8");
    public static final List<Asset> ALL =
            List.of(STYLE, GRAPH_STYLE, FORM_STYLE, EDITOR_STYLE, ICON, SCRIPT, TEMPLATE_SCRIPT, EDITOR_SCRIPT);

    static final String FOLDER = "/dashboard/assets/";

    private final String name;
    private final String type;
    private final byte[] content;

    private Asset(String name, String type) {
        this.name = name;
        this.type = type;
        this.content = read(name);
    }

    private static byte[] read(String name) {
        try (InputStream file = Asset.class.getResourceAsStream("/onward/assets/" + name)) {
            return file.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public String path() {
        return FOLDER + name;
    }

    /** The path, with a mark of the content. */
    public String link() {
        var mark = new CRC32();
        mark.update(content);
        return path() + "?v=" + Long.toHexString(mark.getValue());
    }

    public void send(RoutingContext context) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(Buffer.buffer(content));
    }
}
