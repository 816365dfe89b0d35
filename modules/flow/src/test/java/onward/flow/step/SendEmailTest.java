package onward.flow.step;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.PROJECT;
import static onward.flow.Sample.RUN;
import static onward.flow.Sample.ada;
import static onward.flow.Sample.contact;
import static onward.flow.Sample.facts;
import static onward.flow.Sample.ids;
import static onward.flow.Sample.map;
import static onward.flow.Sample.welcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import onward.flow.Sample;
import onward.flow.message.Envelope;
import onward.flow.message.MessageIds;
import onward.flow.message.OnUncertain;
import onward.flow.message.Template;
import onward.flow.message.Template.Variable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SendEmailTest {

    private static final Variable PLAN = new Variable("PLAN", "string", null);

    private static Outcome enter(Facts facts, Object... config) {
        Map<String, Object> all = map("template", map("id", "welcome"));
        all.putAll(map(config));
        var step = SendEmail.TYPE.read(all, "config");
        assertThat(step.problems()).isEmpty();
        return step.value().enter(new Context(PROJECT, Sample.id(8), RUN, "hello", 1, facts, NOON, NOON, ids()));
    }

    private static Envelope sealed(Facts facts, Object... config) {
        var go = (Outcome.Go) enter(facts, config);
        return ((Effect.Seal) go.effects().get(0)).envelope();
    }

    private static Outcome.Stop stopped(Facts facts, Object... config) {
        return (Outcome.Stop) enter(facts, config);
    }

    private static Object template(Object... variables) {
        return map("id", "welcome", "variables", map(variables));
    }

    @Test
    void an_envelope_carries_the_whole_mail() {
        var envelope = sealed(facts(ada(), welcome("Hello", "<p>Hi</p>")), "reply_to", "help@example.com");

        assertThat(envelope.from()).isEqualTo("Shop <shop@example.com>");
        assertThat(envelope.to()).containsExactly("Ada@example.com");
        assertThat(envelope.replyTo()).containsExactly("help@example.com");
        assertThat(envelope.subject()).isEqualTo("Hello");
        assertThat(envelope.html()).isEqualTo("<p>Hi</p>");
        assertThat(envelope.text()).isNull();
        assertThat(envelope.createdAt()).isEqualTo(NOON);
        assertThat(envelope.templateId()).isEqualTo(Sample.WELCOME);
        assertThat(envelope.messageId())
                .isEqualTo(MessageIds.of(PROJECT, RUN, "hello", 1, "ada@example.com", "example.com"));
    }

    @Test
    void an_uncertain_mail_is_sent_again_unless_the_step_says_to_hold_it() {
        var facts = facts(ada(), welcome("Hello", "<p>Hi</p>"));

        assertThat(sealed(facts).onUncertain()).isEqualTo(OnUncertain.RESEND);
        assertThat(sealed(facts, "on_uncertain", "resend").onUncertain()).isEqualTo(OnUncertain.RESEND);
        assertThat(sealed(facts, "on_uncertain", "hold").onUncertain()).isEqualTo(OnUncertain.HOLD);
    }

    @Test
    void the_step_comes_before_the_template_and_the_default_sender_last() {
        Template bare = new Template(Sample.WELCOME, Sample.id(6), null, "Template's", null, "<p>", null, List.of());
        Facts facts = new Facts(
                Sample.event(),
                ada(),
                Map.of("welcome", bare),
                Set.of(),
                "Onward <onward@localhost>",
                "onward.example");

        assertThat(sealed(facts).from()).isEqualTo("Onward <onward@localhost>");
        assertThat(sealed(facts).messageId()).endsWith("@onward.example>");
        assertThat(sealed(facts, "from", "Me <me@example.org>", "subject", "Step's")
                        .from())
                .isEqualTo("Me <me@example.org>");
        assertThat(sealed(facts, "subject", "Step's").subject()).isEqualTo("Step's");
        assertThat(sealed(facts).subject()).isEqualTo("Template's");
        assertThat(sealed(facts).replyTo()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "event.plan, gold",
        "event.cart.size, 2",
        "contact.first_name, Ada",
        "contact.properties.plan, pro",
        "wait_events.invoice.paid.total, 9",
    })
    void a_reference_is_looked_up_when_the_step_runs(String reference, String value) {
        var template = welcome("Your {{{PLAN}}}", "<p>{{{PLAN}}}</p>", PLAN);
        var paid = map("outcome", "event_received", "event_name", "invoice.paid", "payload", map("total", 9L));
        var facts = new Facts(
                        Sample.event("plan", "gold", "cart", map("size", 2L)),
                        ada(),
                        Map.of("welcome", template),
                        Set.of(),
                        null,
                        "x")
                .after(new Past.Visit("wait", "wait_for_event", paid));

        var envelope = sealed(facts, "template", template("PLAN", map("var", reference)));

        assertThat(envelope.subject()).isEqualTo("Your " + value);
        assertThat(envelope.html()).isEqualTo("<p>" + value + "</p>");
    }

    @Test
    void a_variable_without_value_takes_the_fallback_of_the_template_then_of_the_placeholder() {
        var declared = welcome("x", "{{{PLAN}}}", new Variable("PLAN", "string", "free"));
        var inPlace = welcome("x", "{{{PLAN|basic}}}", PLAN);

        assertThat(sealed(facts(ada(), declared)).html()).isEqualTo("free");
        assertThat(sealed(facts(ada(), declared), "template", template("PLAN", map("var", "event.no")))
                        .html())
                .isEqualTo("free");
        assertThat(sealed(facts(ada(), declared), "template", template("PLAN", "gold"))
                        .html())
                .isEqualTo("gold");
        assertThat(sealed(facts(ada(), inPlace)).html()).isEqualTo("basic");
    }

    @Test
    void the_output_tells_the_variables() {
        var template = welcome("x", "{{{PLAN}}}", PLAN);

        var go = (Outcome.Go) enter(facts(ada(), template), "template", template("PLAN", "gold"));

        assertThat(go.output().get("template"))
                .isEqualTo(map("id", Sample.WELCOME.toString(), "variables", map("PLAN", "gold")));
    }

    @Test
    void reserved_keys_are_filled_from_the_contact() {
        var template = welcome(
                "{{{FIRST_NAME}}}",
                "{{{LAST_NAME}}} {{{EMAIL}}} {{{contact.first_name|there}}} {{{RESEND_UNSUBSCRIBE_URL}}}");

        assertThat(sealed(facts(ada(), template)).html())
                .isEqualTo("Lovelace Ada@example.com Ada mailto:shop@example.com?subject=unsubscribe");
        assertThat(sealed(facts(contact(null, false), template)).html()).contains(" there ");
    }

    @Test
    void a_variable_cannot_break_out_of_the_subject() {
        var template = welcome("Plan {{{PLAN}}}", "{{{PLAN}}}", PLAN);

        var envelope = sealed(facts(ada(), template), "template", template("PLAN", "a\r\nBcc: eve@example.com\u0000"));

        assertThat(envelope.subject()).isEqualTo("Plan a  Bcc: eve@example.com");
    }

    static Stream<Arguments> failures() {
        Template fine = welcome("x", "y");
        Template needy = welcome("x", "{{{PLAN}}}", PLAN);
        Template silent = welcome("x", "y", PLAN);
        Template nameless = welcome(null, "y");
        Template blank = welcome(" ", "y");
        Template anonymous = new Template(Sample.WELCOME, Sample.id(6), null, "x", List.of(), "y", null, List.of());
        Template torn = new Template(Sample.WELCOME, Sample.id(6), "a\r\nb@c", "x", List.of(), "y", null, List.of());
        return Stream.of(
                arguments(null, template(), "not_found", "was not found"),
                arguments(fine, map("id", "draft"), "validation_error", "never published"),
                arguments(needy, template(), "validation_error", "'PLAN', found none"),
                arguments(silent, template(), "validation_error", "'PLAN'"),
                arguments(needy, template("PLAN", map("var", "event.no")), "validation_error", "`event.no`"),
                arguments(needy, template("PLAN", map("var", "contact.no")), "validation_error", "`contact.no`"),
                arguments(needy, template("PLAN", "x".repeat(2_001)), "validation_error", "2000"),
                arguments(nameless, template(), "missing_required_field", "subject"),
                arguments(blank, template(), "missing_required_field", "subject"),
                arguments(anonymous, template(), "missing_required_field", "`from`"),
                arguments(torn, template(), "invalid_from_address", "`from`"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void what_is_missing_stops_the_run_by_name(Template template, Object config, String name, String words) {
        var stop = stopped(facts(ada(), template), "template", config);

        assertThat(stop.name()).isEqualTo(name);
        assertThat(stop.message()).contains(words);
    }
}
