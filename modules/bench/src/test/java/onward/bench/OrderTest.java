package onward.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import onward.bench.work.Work;
import org.junit.jupiter.api.Test;

class OrderTest {

    @Test
    void what_is_not_said_has_a_default() throws Exception {
        Order order = read("w2");

        assertThat(order.workload().name()).isEqualTo("w2");
        assertThat(order.count()).isEqualTo(100_000);
        assertThat(order.time()).isEqualTo(Duration.ofSeconds(20));
        assertThat(order.warmUp()).isEqualTo(60_000);
        assertThat(order.json()).isFalse();
        assertThat(order.keep()).isNull();
        assertThat(order.databaseUrl()).isNull();
    }

    @Test
    void a_value_stands_behind_its_flag_or_behind_an_equals_sign() throws Exception {
        Order order = read("w4", "--count=500", "--finished", "7", "--seconds", "3", "--json", "--connections=8");

        assertThat(order.count()).isEqualTo(500);
        assertThat(order.finished()).isEqualTo(7);
        assertThat(order.time()).isEqualTo(Duration.ofSeconds(3));
        assertThat(order.connections()).isEqualTo(8);
        assertThat(order.json()).isTrue();
    }

    @Test
    void settings_and_options_may_come_more_than_once() throws Exception {
        Order order = read(
                "w1",
                "--database-setting",
                "work_mem = 8MB",
                "--database-setting",
                "jit = off",
                "--server-options",
                "-Xmx1g -Xms1g");

        assertThat(order.databaseSettings()).containsExactly("work_mem = 8MB", "jit = off");
        assertThat(order.serverOptions()).containsExactly("-Xmx1g", "-Xms1g");
    }

    @Test
    void an_unknown_workload_is_told_which_there_are() {
        assertThatThrownBy(() -> read("w9"))
                .isInstanceOf(Order.NotUnderstood.class)
                .hasMessage("Expected one of w1, w2, w3, w4, w5, pages, raw, micro, found w9.");
    }

    @Test
    void every_problem_has_a_line() {
        assertThatThrownBy(
                        () -> read("w1", "--count", "5", "--finished=1", "--seconds", "0", "--speed", "9", "--warm-up"))
                .isInstanceOf(Order.NotUnderstood.class)
                .hasMessage(
                        "--count: expected it with a workload that counts, and w1 does not. Its length is --seconds.\n"
                                + "--finished: expected it with w4 alone, found it with w1.\n"
                                + "--seconds: expected a whole number from 1 to 3600, found 0.\n"
                                + "Expected a flag of the bench, found --speed.\n"
                                + "--warm-up: expected a whole number from 30000 to 1000000, found nothing.");
    }

    @Test
    void two_servers_do_not_share_a_database() {
        assertThatThrownBy(() -> read("w4", "--database-url", "postgresql://localhost/bench"))
                .hasMessageContaining("w4, which needs two");
    }

    @Test
    void micro_takes_a_name_or_none() throws Exception {
        assertThat(MicroOrder.read(List.of("micro")).name()).isEmpty();
        assertThat(MicroOrder.read(List.of("micro", "rule", "--seconds=2")).name())
                .isEqualTo("rule");
        assertThat(MicroOrder.read(List.of("micro", "rule", "--seconds=2")).seconds())
                .isEqualTo(2);
        assertThatThrownBy(() -> MicroOrder.read(List.of("micro", "clock")))
                .hasMessage("Expected one of machine, rule, template, json, or a flag of micro, found clock.");
    }

    private static Order read(String... words) throws Order.NotUnderstood {
        return Order.read(List.of(words), Work.all());
    }
}
