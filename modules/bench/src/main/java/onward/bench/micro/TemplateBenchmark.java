package onward.bench.micro;

import java.util.Map;
import onward.bench.work.Graphs;
import onward.flow.message.CompiledText;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The HTML of W1's mail filled with values: compiled once, as runs do it, and compiled anew. */
@State(Scope.Benchmark)
public class TemplateBenchmark {
    private final CompiledText compiled = CompiledText.of(Graphs.HTML);
    private final Map<String, Object> values = Map.of(
            "NAME", "Ada 17",
            "PLAN", "pro",
            "AMOUNT", "17.5",
            "EMAIL", "person-17@example.com",
            "UNSUBSCRIBE_URL", "https://onward.example.com/unsubscribe/0199c1f0-8f1e-7000-8000-000000000001");

    @Benchmark
    public String fill() {
        return compiled.render(values);
    }

    @Benchmark
    public String compileAndFill() {
        return CompiledText.of(Graphs.HTML).render(values);
    }
}
