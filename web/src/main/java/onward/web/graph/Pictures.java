package onward.web.graph;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.function.UnaryOperator;
import onward.flow.graph.Blueprint;
import onward.flow.rule.Operator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws the graph of a stored definition, off the event loop. */
public final class Pictures {
    private static final Logger LOG = LoggerFactory.getLogger(Pictures.class);

    /** Shared by all HTTP threads of a process, for what it remembers. */
    private static final Graphs GRAPHS = new Graphs();

    private final Vertx vertx;

    public Pictures(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * @param definition null when it is gone
     * @param known adds what the page knows of the steps
     * @return an {@code svg} element; null when there is no definition, or none that can be drawn
     */
    public Future<String> of(String label, Map<String, Object> definition, UnaryOperator<Drawing> known) {
        if (definition == null) {
            return Future.succeededFuture();
        }
        var read = Blueprint.readDraft(definition);
        return read.isOk()
                ? vertx.executeBlocking(() -> GRAPHS.svg(label, known.apply(Drawing.of(read.value()))), false)
                        .otherwise(Pictures::none)
                : Future.succeededFuture();
    }

    /** What steps of a type are called on pictures: {@code Send email}. */
    public static String title(String type) {
        return Look.title(type);
    }

    /** How pictures write an operator: {@code ≥}, or {@code starts with}. */
    public static String sign(Operator operator) {
        return RuleWords.sign(operator);
    }

    /** The same of a drawing that is there already; null when it cannot be drawn. */
    public Future<String> of(String label, Drawing drawing) {
        return vertx.executeBlocking(() -> GRAPHS.svg(label, drawing), false).otherwise(Pictures::none);
    }

    /** The page tells the same in words, so it is shown without its picture. */
    private static String none(Throwable fault) {
        LOG.error("A graph could not be drawn.", fault);
        return null;
    }
}
