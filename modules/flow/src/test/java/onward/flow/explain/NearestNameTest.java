package onward.flow.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    @ParameterizedTest
    @CsvSource({
        "order.completed, order_completed",
        "order.completed, Order Completed",
        "order.completed, order.complete",
        "order.completed, oder.completed",
        "order.completed, order/compelted",
        "signup, sign-up",
        "ping, pong"
    })
    void a_name_with_few_other_letters_is_near(String wanted, String sent) {
        assertThat(NearestName.of(wanted, List.of("page.viewed", sent))).contains(sent);
    }

    @ParameterizedTest
    @CsvSource({"order.completed, order.cancelled", "ping, song", "order.paid, order.placed", "a, b.c", "x, ''"})
    void a_name_with_many_other_letters_is_not(String wanted, String sent) {
        assertThat(NearestName.of(wanted, List.of(sent))).isEmpty();
    }

    @Test
    void of_several_the_nearest_is_taken_and_of_two_alike_the_first_by_name() {
        assertThat(NearestName.of("user.created", List.of("user.crated", "user.create", "user_created")))
                .contains("user_created");
        assertThat(NearestName.of("user.created", List.of("user.createdy", "user.createdx")))
                .contains("user.createdx");
    }

    @Test
    void the_name_itself_is_no_other_name() {
        assertThat(NearestName.of("user.created", List.of("user.created"))).isEmpty();
    }

    @Test
    void distance_counts_letters_put_in_taken_out_and_changed() {
        assertThat(NearestName.distance("", "", 2)).isZero();
        assertThat(NearestName.distance("kitten", "sitting", 9)).isEqualTo(3);
        assertThat(NearestName.distance("flaw", "lawn", 9)).isEqualTo(2);
        assertThat(NearestName.distance("ada@exmaple.com", "ada@example.com", 2))
                .isEqualTo(2);
        assertThat(NearestName.distance("a", "x".repeat(255), 2)).isGreaterThan(2);
    }
}
