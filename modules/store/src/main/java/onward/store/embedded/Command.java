package onward.store.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one program to its end. Its output goes to a file, never to a pipe that a daemon would inherit. */
final class Command {
    private final Path output;

    Command(Path output) {
        this.output = output;
    }

    /** Its exit code. A program that outlives the patience is killed, which is a fault. */
    int run(List<String> words, Duration patience) {
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new EmbeddedFault(
                        "Expected " + words + " to end within " + patience + ", it did not; see " + output);
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new EmbeddedFault("Expected to run " + words + ", found: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedFault("Interrupted while " + words + " ran", e);
        }
    }
}
