package onward.trial.mutant;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The product's sources as they are in this checkout, compiled once for all tests. */
final class Product {
    private static final List<String> ROOMS = List.of("flow", "store", "bus", "channels", "engine", "api");
    private static List<Path> classPath;

    private Product() {}

    static Path home() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("onward"))) {
            at = at.getParent();
        }
        return at;
    }

    static synchronized List<Path> classPath() {
        if (classPath == null) {
            classPath = new ArrayList<>(libraries());
            classPath.add(0, compiled());
        }
        return classPath;
    }

    private static List<Path> libraries() {
        return Stream.of(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .map(Path::of)
                .toList();
    }

    private static Path compiled() {
        try {
            Path classes = Files.createDirectories(home().resolve("modules/trial/target/test-product"));
            List<Path> sources = new ArrayList<>();
            for (String room : ROOMS) {
                try (Stream<Path> all = Files.walk(home().resolve("modules/" + room + "/src/main/java"))) {
                    all.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                }
            }
            var said = new StringWriter();
            var compiler = ToolProvider.getSystemJavaCompiler();
            try (var manager = compiler.getStandardFileManager(null, null, null)) {
                var options = List.of(
                        "--release",
                        "17",
                        "-proc:none",
                        "-nowarn",
                        "-d",
                        classes.toString(),
                        "-cp",
                        System.getProperty("java.class.path"));
                var task = compiler.getTask(
                        said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources));
                if (!task.call()) {
                    throw new IllegalStateException("Expected the product to compile, found:\n" + said);
                }
            }
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
