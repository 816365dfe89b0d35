package onward.app.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import onward.app.code.Documents.Document;

/**
 * Writes what a server has: one file with a document each, or a folder with a file each. A file of the folder that
 * describes one thing is written again where it is, whatever it is called.
 */
final class Export {
    private static final int STEM_CHARS_MAX = 80;

    private final Path target;
    private final Map<String, Path> known = new LinkedHashMap<>();
    private final Set<Path> taken = new HashSet<>();

    private Export(Path target) {
        this.target = target;
    }

    /** Gives the files that are there and describe nothing of the server. */
    static List<Path> write(List<Item> items, Path target) {
        var export = new Export(target);
        if (Documents.isFile(target)) {
            write(target, items.stream().map(Export::document).collect(Collectors.joining("---\n")));
            return List.of();
        }
        return export.folder(items);
    }

    private List<Path> folder(List<Item> items) {
        List<Path> there = Files.isDirectory(target) ? Documents.files(target) : List.of();
        there.forEach(this::know);
        taken.addAll(there);
        Map<Path, String> texts = new TreeMap<>();
        for (Item item : items) {
            Path file = known.getOrDefault(item.title(), null);
            texts.put(file == null ? free(item) : file, document(item));
        }
        texts.forEach(Export::write);
        return there.stream().filter(file -> !texts.containsKey(file)).toList();
    }

    /** A file that cannot be read, or has several documents, is left alone. */
    private void know(Path file) {
        try {
            List<Document> documents = Documents.read(file);
            if (documents.size() == 1) {
                Map<String, Object> fields = documents.get(0).fields();
                Kind.of(fields.get("kind"))
                        .ifPresent(kind -> known.put(kind.word() + " \"" + Item.key(texts(fields)) + "\"", file));
            }
        } catch (CodeFault e) {
            // It is none of ours; the answer names it among what was left alone.
        }
    }

    private static Map<String, Object> texts(Map<String, Object> fields) {
        return fields.entrySet().stream()
                .filter(field -> field.getValue() instanceof String)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Path free(Item item) {
        Path folder = target.resolve(item.kind().plural());
        String stem = stem(item.key());
        Path file = folder.resolve(stem + ".yaml");
        for (int number = 2; !taken.add(file); number++) {
            file = folder.resolve(stem + "-" + number + ".yaml");
        }
        return file;
    }

    private static String stem(String key) {
        String plain = key.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}.]+", "-")
                .replaceAll("^[-.]+|[-.]+$", "");
        String cut = plain.substring(0, Math.min(plain.length(), STEM_CHARS_MAX));
        return cut.isEmpty() ? "unnamed" : cut;
    }

    private static String document(Item item) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("kind", item.kind().word());
        item.kind().fields().stream()
                .filter(item.body()::containsKey)
                .forEach(field -> document.put(field, item.body().get(field)));
        return Yaml.write(document);
    }

    private static void write(Path file, String text) {
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new CodeFault("Expected to write " + file + ", found: " + e);
        }
    }
}
