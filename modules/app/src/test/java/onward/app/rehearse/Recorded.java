package onward.app.rehearse;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import onward.app.ProjectFiles;

/** A line of the shop's year, read without a word of Onward. */
record Recorded(String event, String email, Instant at, JsonObject payload) {

    /** The whole year, where it lies beside the project; else the sample that is in it. */
    static Path year() {
        Path year = ProjectFiles.root().resolveSibling("shared").resolve("data/retail-events.ndjson.gz");
        return Files.isReadable(year) ? year : sample();
    }

    /** All events of every 60th customer. */
    static Path sample() {
        try {
            return Path.of(Recorded.class
                    .getResource("/rehearse/retail-sample.ndjson.gz")
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static List<Recorded> of(Path file) throws IOException {
        List<Recorded> lines = new ArrayList<>();
        try (InputStream zipped = Files.newInputStream(file);
                var reader = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(zipped), StandardCharsets.UTF_8))) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                var line = new JsonObject(text);
                lines.add(new Recorded(
                        line.getString("event"),
                        line.getString("email"),
                        Instant.parse(line.getString("occurred_at")),
                        line.getJsonObject("payload")));
            }
        }
        return lines;
    }

    double amount() {
        return payload.getDouble("amount");
    }
}
