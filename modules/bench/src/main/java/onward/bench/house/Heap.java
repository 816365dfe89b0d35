package onward.bench.house;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The heap of another Java, asked through jcmd, which comes with every JDK. */
final class Heap {
    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    private static final Pattern USED = Pattern.compile("(?m)^\\s*(?!.*(Metaspace|class space)).*\\bused (\\d+)([KM])");

    private Heap() {}

    /** What is used after a full collection; NaN when nobody can say. */
    static double usedBytes(long pid) {
        if (!Files.isExecutable(JCMD)) {
            return Double.NaN;
        }
        asked(pid, "GC.run");
        return usedBytes(asked(pid, "GC.heap_info"));
    }

    /** The sum of the generations, whichever collector there is. */
    static double usedBytes(String info) {
        Matcher used = USED.matcher(info);
        double bytes = 0;
        while (used.find()) {
            bytes += Double.parseDouble(used.group(2)) * (used.group(3).equals("M") ? 1048576 : 1024);
        }
        return bytes == 0 ? Double.NaN : bytes;
    }

    private static String asked(long pid, String question) {
        try {
            Process jcmd = new ProcessBuilder(List.of(JCMD.toString(), Long.toString(pid), question))
                    .redirectErrorStream(true)
                    .start();
            return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unknown) {
            // A number that nobody can say is shown as not measured.
            return "";
        }
    }
}
