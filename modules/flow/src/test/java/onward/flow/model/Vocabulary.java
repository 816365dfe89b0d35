package onward.flow.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The few names and values that random cases are made of, so that they meet often. */
final class Vocabulary {

    /** The first two start runs. */
    static final List<String> NAMES = List.of("order", "plan.changed", "order.paid", "cart");

    static final List<String> PLANS = List.of("free", "pro");

    static final Map<String, List<?>> FIELDS = Map.of(
            "total", List.of(5L, 10L, new BigDecimal("10.5")),
            "plan", PLANS,
            "order", List.of(1L, 2L, new BigDecimal("1.0"), "1"),
            "ok", List.of(true, false),
            "tags", List.of(List.of("a"), List.of("a", "pro"), List.of()),
            "address.city", List.of("Rome", "Oslo"));

    private Vocabulary() {}
}
