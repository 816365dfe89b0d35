package onward.bench;

import java.util.List;

/** The command line of {@code ./onward bench}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(BenchCommand.run(List.of(args), System.out, System.err));
    }
}
