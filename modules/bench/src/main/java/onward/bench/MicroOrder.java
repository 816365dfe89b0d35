package onward.bench;

import java.util.ArrayList;
import java.util.List;
import onward.bench.micro.Micro;

/** What the command line asks of the micro-benchmarks. */
final class MicroOrder {
    private MicroOrder() {}

    /** {@code micro [NAME] [--seconds N] [--json]}. */
    static Micro.Order read(List<String> args) throws Order.NotUnderstood {
        List<String> problems = new ArrayList<>();
        String name = "";
        int seconds = Micro.SECONDS_DEFAULT;
        boolean json = false;
        for (int i = 1; i < args.size(); i++) {
            String[] flag = args.get(i).split("=", 2);
            if (flag[0].equals("--json")) {
                json = true;
            } else if (flag[0].equals("--seconds")) {
                seconds = seconds(flag.length == 2 ? flag[1] : i + 1 < args.size() ? args.get(++i) : "", problems);
            } else if (name.isEmpty() && Micro.names().contains(flag[0])) {
                name = flag[0];
            } else {
                problems.add("Expected one of " + String.join(", ", Micro.names()) + ", or a flag of micro, found "
                        + flag[0] + ".");
            }
        }
        if (!problems.isEmpty()) {
            throw new Order.NotUnderstood(problems);
        }
        return new Micro.Order(name, seconds, json);
    }

    private static int seconds(String value, List<String> problems) {
        if (value.matches("[1-9]\\d{0,2}")) {
            return Integer.parseInt(value);
        }
        problems.add("--seconds: expected a whole number from 1 to 999, found " + value + ".");
        return 1;
    }
}
