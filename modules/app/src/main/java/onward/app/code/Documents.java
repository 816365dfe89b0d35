package onward.app.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The documents of a file, or of every YAML and JSON file below a folder, in the order of their paths. */
final class Documents {
    /** How many files a folder may have. */
    static final int FILES_MAX = 10_000;

    /** How large one file may be: a template's HTML and text, twice over. */
    static final long FILE_BYTES_MAX = 2L * 1024 * 1024;

    private static final int FOLDERS_DEEP_MAX = 10;
    private static final Set<String> ENDINGS = Set.of("yaml", "yml", "json");

    private Documents() {}

    /** One document, with the place where it was found. */
    record Document(String place, Map<String, Object> fields) {}

    /** True for a name that is a file's and not a folder's, whether it is there or not. */
    static boolean isFile(Path path) {
        return ENDINGS.contains(ending(path));
    }

    /** Everything that is described there. */
    static List<Document> read(Path path) {
        List<Document> documents = new ArrayList<>();
        for (Path file : files(path)) {
            List<Map<String, Object>> found = Yaml.read(file.toString(), text(file));
            for (int i = 0; i < found.size(); i++) {
                String place = found.size() == 1 ? file.toString() : file + ", document " + (i + 1);
                documents.add(new Document(place, found.get(i)));
            }
        }
        return documents;
    }

    /** The files of a path; those whose name, or whose folder's, begins with a dot are left out. */
    static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> walk = Files.walk(path, FOLDERS_DEEP_MAX)) {
            List<Path> files = walk.filter(file -> isFile(file) && !isHidden(path.relativize(file)))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .limit(FILES_MAX + 1L)
                    .toList();
            if (files.size() > FILES_MAX) {
                throw new CodeFault(path + ": expected at most " + FILES_MAX + " files, found more.");
            }
            return files;
        } catch (IOException e) {
            throw new CodeFault(path + ": expected a folder that can be read, found: " + e);
        }
    }

    private static boolean isHidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static String ending(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new CodeFault(
                        file + ": expected at most " + FILE_BYTES_MAX + " bytes, found " + Files.size(file) + ".");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new CodeFault(file + ": expected a file of UTF-8 that can be read, found: " + e);
        }
    }
}
