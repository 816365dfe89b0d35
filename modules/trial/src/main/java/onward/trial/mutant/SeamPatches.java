package onward.trial.mutant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Where the nemesis gets into a server: places to die at, bells that ring into nothing, a clock that goes wrong. */
public final class SeamPatches {
    private static final String PACKAGE = "modules/bus/src/main/java/onward/seam/";
    private static final List<String> CLASSES = List.of("Seam", "NodeClock", "ClockAgent");
    private static final Pattern POINT = Pattern.compile("Seam\\.at\\(\"([a-z-]+)\"");
    private static final String AGENT = "clock.jar";

    private SeamPatches() {}

    /** The names of all places to die at, in the order of the work. */
    public static List<String> points() {
        return POINT.matcher(Patch.text("seams/points.patch"))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    public static Overlay in(Overlay overlay) {
        overlay.with(Patch.read("seams/points.patch")).with(Patch.read("seams/deaf.patch"));
        CLASSES.forEach(name -> overlay.with(PACKAGE + name + ".java", Patch.text("seams/" + name + ".java.txt")));
        return overlay;
    }

    /**
     * Makes what Java has to load before a server whose clock may go wrong, beside the classes.
     *
     * @param classes an overlay that was built with seams
     */
    public static Path agent(Path classes) {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), "onward.seam.ClockAgent");
        Path jar = classes.resolveSibling(AGENT);
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                var all = Files.list(classes.resolve("onward/seam"))) {
            for (Path file : all.toList()) {
                out.putNextEntry(new JarEntry("onward/seam/" + file.getFileName()));
                Files.copy(file, out);
                out.closeEntry();
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
