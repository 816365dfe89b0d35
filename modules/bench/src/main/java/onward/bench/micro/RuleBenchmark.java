package onward.bench.micro;

import onward.flow.rule.Evaluation;
import onward.flow.rule.Rule;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A single comparison, as W1 has it, and a tree of five that has to look at all of them. */
@State(Scope.Benchmark)
public class RuleBenchmark {
    private final onward.flow.fact.Scope scope = Scene.scope();
    private final Rule comparison = read("""
            {"type": "rule", "field": "event.plan", "operator": "eq", "value": "pro"}""");
    private final Rule tree = read("""
            {"type": "and", "rules": [
              {"type": "rule", "field": "event.amount", "operator": "gte", "value": 10},
              {"type": "rule", "field": "event.order.id", "operator": "starts_with", "value": "o-"},
              {"type": "or", "rules": [
                {"type": "rule", "field": "contact.first_name", "operator": "is_empty"},
                {"type": "rule", "field": "contact.properties.seats", "operator": "gt", "value": 5},
                {"type": "rule", "field": "contact.email", "operator": "ends_with", "value": "@example.com"}]}]}""");

    private static Rule read(String json) {
        return Rule.read(Scene.object(json), "").value();
    }

    @Benchmark
    public Evaluation comparison() {
        return comparison.evaluate(scope);
    }

    @Benchmark
    public Evaluation tree() {
        return tree.evaluate(scope);
    }
}
