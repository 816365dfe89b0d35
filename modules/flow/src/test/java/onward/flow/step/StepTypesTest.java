package onward.flow.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class StepTypesTest {

    static final List<StepType> types = StepTypes.ALL;

    @ParameterizedTest
    @FieldSource("types")
    void every_type_is_described_and_found_by_its_name(StepType type) {
        assertThat(StepTypes.of(type.name())).contains(type);
        assertThat(type.branches()).doesNotHaveDuplicates();
        assertThat(type.branches().isEmpty()).isEqualTo(type == Split.TYPE);
        assertThat(type.explanation()).endsWith(".");
        assertThat(type.fields())
                .allSatisfy(field -> assertThat(field.explanation()).endsWith("."));
        assertThat(type.fields()).extracting(StepType.Field::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @FieldSource("types")
    void no_type_reads_an_empty_config(StepType type) {
        assertThat(type.read(null, "config").isOk()).isEqualTo(type == ContactDelete.TYPE);
        assertThat(type.read(7L, "config").isOk()).isFalse();
    }

    @ParameterizedTest
    @FieldSource("types")
    void the_example_of_every_type_is_read_and_told_again(StepType type) {
        var read = type.read(type.example(), "config");

        assertThat(read.problems()).isEmpty();
        assertThat(type.read(read.value().config(), "config").value()).isEqualTo(read.value());
        assertThat(read.value().branches()).isNotEmpty().doesNotHaveDuplicates();
    }
}
