package onward.trial;

import java.util.List;

/** The command line of {@code ./onward trial}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(TrialCommand.run(List.of(args), System.out, System.err));
    }
}
