package onward.app.config;

import java.util.List;

/** Settings that cannot be used: every problem found, each in words for the operator. */
public final class BadConfig extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadConfig(List<String> problems) {
        super(String.join("\n", problems));
    }
}
