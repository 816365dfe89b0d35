package onward.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import onward.bench.work.Graphs;
import onward.flow.message.CompiledText;
import org.junit.jupiter.api.Test;

/** What the micro-benchmarks measure is what they say, or it is fast for nothing. */
class BenchmarksTest {

    @Test
    void a_run_of_w1_completes() {
        var machine = new MachineBenchmark();

        machine.mustComplete();

        assertThat(machine.advance().trail()).hasSize(4);
    }

    @Test
    void rules_hold_and_the_tree_is_walked_to_its_end() {
        var rules = new RuleBenchmark();

        assertThat(rules.comparison().isTrue()).isTrue();
        assertThat(rules.tree().isTrue()).isTrue();
        assertThat(rules.tree().explanation().toString()).contains("ends_with");
    }

    @Test
    void both_ways_fill_the_same_text() {
        var template = new TemplateBenchmark();

        assertThat(template.fill())
                .isEqualTo(template.compileAndFill())
                .contains("Ada 17")
                .doesNotContain("{{{");
        assertThat(CompiledText.of(Graphs.HTML).keys()).contains("NAME", "PLAN", "AMOUNT", "EMAIL");
    }

    @Test
    void a_body_is_read_whole() {
        var json = new JsonBenchmark();

        assertThat((Map<?, ?>) json.read()).hasSize(3);
        assertThat(json.write()).contains("kettle");
    }
}
