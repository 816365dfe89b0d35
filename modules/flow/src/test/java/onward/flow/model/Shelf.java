package onward.flow.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import onward.flow.Sample;
import onward.flow.message.Template;
import onward.flow.step.Catalogue;

/** The {@link Stock} as the machine is shown it. */
final class Shelf {

    private static final String SENDER = "Shop <shop@example.com>";

    private final Template welcome =
            new Template(Sample.WELCOME, Sample.id(6), SENDER, "Hello", List.of(), "<p>Hi</p>", null, List.of());

    private final Template news = new Template(
            Sample.id(10),
            Sample.id(11),
            SENDER,
            "News",
            List.of(),
            "<p>{{{" + Stock.NEWS_VARIABLE + "}}}</p>",
            null,
            List.of(new Template.Variable(Stock.NEWS_VARIABLE, "string", null)));

    Catalogue catalogue() {
        return new Catalogue(
                Map.of(Stock.WELCOME, welcome, Stock.NEWS, news),
                Set.of(Stock.DRAFT),
                Set.of(Stock.SEGMENT.toString()),
                Map.of(),
                null,
                "onward.example");
    }
}
