package onward.flow.model;

import java.util.UUID;

/** What the project of every scenario has that steps refer to, and what it has not. */
public final class Stock {

    /** A published template without variables. */
    public static final String WELCOME = "welcome";

    /** A published template that needs {@link #NEWS_VARIABLE}, for which it has no fallback. */
    public static final String NEWS = "plan_news";

    public static final String NEWS_VARIABLE = "PLAN";

    /** A template that was never published. */
    public static final String DRAFT = "draft";

    /** The alias of no template. */
    public static final String NO_TEMPLATE = "nowhere";

    /** The one segment. */
    public static final UUID SEGMENT = UUID.fromString("78261eea-8f8b-4381-83c6-79fa7120f1cf");

    /** The id of no segment. */
    public static final UUID NO_SEGMENT = UUID.fromString("78261eea-8f8b-4381-83c6-000000000000");

    private Stock() {}
}
