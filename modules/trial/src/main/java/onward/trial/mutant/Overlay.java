package onward.trial.mutant;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Changed sources of the product, compiled: a directory for the front of the class path. */
public final class Overlay {
    private static final String JAVA = "/src/main/java/";
    private static final String RESOURCES = "/src/main/resources/";

    private final Path home;
    private final List<Path> classPath;
    private final Path directory;
    private final Map<String, String> files = new LinkedHashMap<>();

    /**
     * @param home the checkout
     * @param classPath the product, compiled from the same sources, and its libraries
     * @param directory emptied and filled
     */
    public Overlay(Path home, List<Path> classPath, Path directory) {
        this.home = home;
        this.classPath = classPath;
        this.directory = directory;
    }

    public Overlay with(Mutant mutant) {
        return with(mutant.patch());
    }

    Overlay with(Patch patch) {
        for (Edit edit : patch.edits()) {
            String before = edit.isNewFile() ? "" : files.computeIfAbsent(edit.path(), this::read);
            files.put(edit.path(), edit.applyTo(before));
        }
        return this;
    }

    /** One more class of the server's, below its sources. */
    Overlay with(String path, String source) {
        files.put(path, source);
        return this;
    }

    private String read(String path) {
        try {
            return Files.readString(home.resolve(path));
        } catch (IOException e) {
            throw new DoesNotFit("Expected the source " + path + ", found: " + e);
        }
    }

    /** The directory for the class path. */
    public Path build() {
        try {
            delete(directory);
            Path classes = Files.createDirectories(directory.resolve("classes"));
            List<Path> sources = new ArrayList<>();
            for (Map.Entry<String, String> file : files.entrySet()) {
                String path = file.getKey();
                if (path.contains(JAVA)) {
                    sources.add(write(directory.resolve("src"), after(JAVA, path), file.getValue()));
                } else {
                    write(classes, after(RESOURCES, path), file.getValue());
                }
            }
            compile(sources, classes);
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String after(String mark, String path) {
        return path.substring(path.indexOf(mark) + mark.length());
    }

    private static Path write(Path into, String path, String text) throws IOException {
        Path file = into.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void compile(List<Path> sources, Path classes) throws IOException {
        if (sources.isEmpty()) {
            return;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new DoesNotFit("Expected a JDK to compile changed sources, found a Java without a compiler.");
        }
        var said = new StringWriter();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "--release", "17", "-proc:none", "-nowarn", "-d", classes.toString(), "-cp", joined(classPath));
            boolean compiled = compiler.getTask(
                            said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!compiled) {
                throw new DoesNotFit("Expected the changed sources to compile, found:\n" + said);
            }
        }
    }

    private static String joined(List<Path> paths) {
        return String.join(
                System.getProperty("path.separator"),
                paths.stream().map(Path::toString).toList());
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
