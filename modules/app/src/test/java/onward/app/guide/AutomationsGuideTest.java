package onward.app.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import onward.app.ProjectFiles;
import onward.flow.graph.Blueprint;
import onward.flow.rule.Operator;
import onward.flow.rule.Rule;
import onward.flow.step.StepTypes;
import onward.store.json.JsonReader;
import org.junit.jupiter.api.Test;

class AutomationsGuideTest {
    private static final Pattern JSON = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    @Test
    void the_page_is_what_the_program_says() throws IOException {
        var page = ProjectFiles.root().resolve("docs/automations.md");
        if (Boolean.getBoolean("onward.write-docs")) {
            Files.writeString(page, AutomationsGuide.markdown());
        }

        assertThat(Files.readString(page))
                .as("docs/automations.md, which -Donward.write-docs=true writes anew")
                .isEqualTo(AutomationsGuide.markdown());
    }

    @Test
    void it_has_every_step_type_and_operator_and_leaves_no_gap() {
        String page = AutomationsGuide.markdown();

        assertThat(StepTypes.ALL).allSatisfy(type -> assertThat(page).contains("### " + type.name()));
        assertThat(Operator.values()).allSatisfy(operator -> assertThat(page).contains("`" + operator.word() + "` |"));
        assertThat(page.replace("{{{", "")).doesNotContain("{{");
    }

    @Test
    void its_examples_are_automations_and_rules_that_can_be_read() {
        List<String> examples = JSON.matcher(AutomationsGuide.markdown())
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(examples.stream().filter(example -> example.contains("\"steps\"")))
                .hasSize(1)
                .allSatisfy(example ->
                        assertThat(Blueprint.read(object(example)).problems()).isEmpty());
        assertThat(examples.stream().filter(example -> example.startsWith("{\"type\": \"and\"")))
                .hasSize(1)
                .allSatisfy(example ->
                        assertThat(Rule.read(object(example), "").problems()).isEmpty());
        assertThat(examples.stream().filter(example -> example.startsWith("\"e")))
                .hasSize(2)
                .allSatisfy(example -> assertThat(
                                Blueprint.read(withPolicy(example)).problems())
                        .isEmpty());
        assertThat(examples.stream().filter(example -> example.startsWith("{\"event_name\": \"order.paid\"")))
                .hasSize(1)
                .allSatisfy(example -> assertThat(StepTypes.of("wait_for_event")
                                .orElseThrow()
                                .read(object(example), "")
                                .problems())
                        .isEmpty());
    }

    private static Map<String, Object> withPolicy(String policy) {
        return object("{\"steps\": [{\"key\": \"start\", \"type\": \"trigger\", \"config\": {\"event_name\": \"x\"}}],"
                + " \"connections\": [], " + policy + "}");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(String json) {
        return (Map<String, Object>) JsonReader.read(json);
    }
}
