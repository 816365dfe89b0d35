package onward.app.home;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import onward.app.config.Config;
import onward.store.SecretBox;

/**
 * The key that seals secrets: from the settings, or from a file of the data directory that the first start makes. It is
 * kept apart from the database, so that a copy of the one alone opens nothing.
 */
public final class SecretKey {
    public static final String FILE = "secret.key";

    private SecretKey() {}

    /** The box of these settings; where there is no key yet, one is made. */
    public static SecretBox of(Config config) {
        return box(config, config.secretKey() == null ? inFile(config.data().resolve(FILE)) : config.secretKey());
    }

    /** The same, where no key is made: empty when there is none. */
    public static Optional<SecretBox> existing(Config config) {
        boolean isThere =
                config.secretKey() != null || Files.exists(config.data().resolve(FILE));
        return isThere ? Optional.of(of(config)) : Optional.empty();
    }

    private static SecretBox box(Config config, String hex) {
        try {
            return SecretBox.of(HexFormat.of().parseHex(hex.strip()));
        } catch (IllegalArgumentException e) {
            throw new StartRefused("Expected " + 2 * SecretBox.KEY_BYTES + " hexadecimal digits in "
                    + config.data().resolve(FILE) + ", found something else. Bring back the file that was there.");
        }
    }

    private static String inFile(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : made(file);
        } catch (IOException e) {
            throw new StartRefused("Expected to keep a key in " + file + ", found: " + e
                    + ". Make the directory writable, or give the key as ONWARD_SECRET_KEY.");
        }
    }

    /** Of two starts at once, both use what the faster one wrote. */
    private static String made(Path file) throws IOException {
        byte[] key = new byte[SecretBox.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Files.createDirectories(file.getParent());
        Path draft = Files.createTempFile(file.getParent(), "secret", ".draft", ownerOnly());
        try {
            Files.writeString(draft, HexFormat.of().formatHex(key) + "\n", StandardOpenOption.DSYNC);
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException another) {
            // The other start's key counts, which is read below.
        } finally {
            Files.delete(draft);
        }
        return Files.readString(file);
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean knows = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return knows
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
