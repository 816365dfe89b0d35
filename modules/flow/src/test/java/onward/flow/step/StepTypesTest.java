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
        assertThat(type.branches()).isNotEmpty().doesNotHaveDuplicates();
        assertThat(type.fields())
                .allSatisfy(field -> assertThat(field.explanation()).endsWith("."));
        assertThat(type.fields()).extracting(StepType.Field::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @FieldSource("types")
    void no_type_reads_an_empty_config(StepType type) {
        assertThat(type.read(null, "config").isOk()).isFalse();
        assertThat(type.read(7L, "config").isOk()).isFalse();
    }
}
