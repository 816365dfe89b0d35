package onward.flow.step;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.PROJECT;
import static onward.flow.Sample.RUN;
import static onward.flow.Sample.ada;
import static onward.flow.Sample.contact;
import static onward.flow.Sample.event;
import static onward.flow.Sample.ids;
import static onward.flow.Sample.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import onward.flow.Sample;
import onward.flow.fact.Contact;
import onward.flow.fact.Device;
import onward.flow.fact.Problem;
import onward.flow.message.Envelope;
import onward.flow.message.Links;
import onward.flow.message.Push;
import onward.flow.message.Template;
import org.junit.jupiter.api.Test;

class SendPushTest {
    private static final Device PHONE = new Device(Sample.id(21), "android");
    private static final Device BROWSER = new Device(Sample.id(22), "web");

    private static Facts facts(Contact contact, List<Device> devices, Template template, Object... payload) {
        var catalogue = new Catalogue(
                template == null ? Map.of() : Map.of("shipped", template),
                Set.of("draft"),
                Set.of(),
                Map.of(),
                Map.of(),
                null,
                "onward.example",
                Links.NONE,
                null,
                devices);
        return new Facts(event(payload), contact, Past.NONE, List.of(), catalogue);
    }

    private static Outcome enter(Facts facts, Object... config) {
        var step = SendPush.TYPE.read(map(config), "config");
        assertThat(step.problems()).isEmpty();
        return step.value().enter(new Context(PROJECT, Sample.id(8), RUN, "tell", 1, facts, NOON, NOON, ids()));
    }

    private static List<Envelope> sealed(Outcome outcome) {
        return ((Outcome.Go) outcome)
                .effects().stream()
                        .map(effect -> ((Effect.Seal) effect).envelope())
                        .toList();
    }

    private static Template template(String text) {
        return new Template(
                Sample.WELCOME,
                Sample.id(6),
                null,
                "{{{FIRST_NAME}}}, it left",
                List.of(),
                "<p>x</p>",
                text,
                List.of(new Template.Variable("ORDER", "string", null)));
    }

    @Test
    void every_device_gets_an_envelope_of_its_own_with_the_same_words() {
        var outcome = enter(
                facts(ada(), List.of(PHONE, BROWSER), null, "order_id", "A/17"),
                "title",
                "Order {{{event.order_id}}}",
                "body",
                "{{{contact.first_name|there}}}, it left.",
                "launch_url",
                "https://shop.example.com/{{{event.order_id}}}",
                "data",
                map("order", map("var", "event.order_id"), "vip", true));

        var envelopes = sealed(outcome);
        assertThat(envelopes).extracting(e -> e.push().deviceId()).containsExactly(PHONE.id(), BROWSER.id());
        assertThat(envelopes).extracting(Envelope::id).doesNotHaveDuplicates();
        assertThat(envelopes).allSatisfy(envelope -> {
            assertThat(envelope.isPush()).isTrue();
            assertThat(envelope.subject()).isEqualTo("Order A/17");
            assertThat(envelope.text()).isEqualTo("Ada, it left.");
            assertThat(envelope.push().launchUrl()).isEqualTo("https://shop.example.com/A%2F17");
            assertThat(envelope.push().data()).isEqualTo(map("order", "A/17", "vip", true));
            assertThat(envelope.runId()).isEqualTo(RUN);
            assertThat(envelope.stepKey()).isEqualTo("tell");
            assertThat(envelope.contactId()).isEqualTo(Sample.ADA);
            assertThat(envelope.createdAt()).isEqualTo(NOON);
        });
        assertThat(((Outcome.Go) outcome).output().get("pushes"))
                .isEqualTo(List.of(
                        Map.of(
                                "id",
                                envelopes.get(0).id().toString(),
                                "device_id",
                                PHONE.id().toString()),
                        Map.of(
                                "id",
                                envelopes.get(1).id().toString(),
                                "device_id",
                                BROWSER.id().toString())));
    }

    @Test
    void subject_and_plain_text_of_a_template_are_title_and_body() {
        var outcome = enter(
                facts(ada(), List.of(PHONE), template("Order {{{ORDER}}} of {{{contact.last_name}}}"), "id", "17"),
                "template",
                map("id", "shipped", "variables", map("ORDER", map("var", "event.id"))));

        var envelope = sealed(outcome).get(0);
        assertThat(envelope.subject()).isEqualTo("Ada, it left");
        assertThat(envelope.text()).isEqualTo("Order 17 of Lovelace");
        assertThat(envelope.templateId()).isEqualTo(Sample.WELCOME);
    }

    @Test
    void the_steps_own_words_take_the_place_of_the_templates() {
        var outcome = enter(
                facts(ada(), List.of(PHONE), template(null)),
                "template",
                map("id", "shipped", "variables", map("ORDER", "17")),
                "body",
                "See for yourself.");

        assertThat(sealed(outcome).get(0).text()).isEqualTo("See for yourself.");
    }

    @Test
    void a_template_that_cannot_be_used_stops_the_run_with_a_reason() {
        var devices = List.of(PHONE);

        assertThat(enter(facts(ada(), devices, null), "template", map("id", "nope")))
                .isEqualTo(Outcome.stop("not_found", "Template 'nope' was not found."));
        assertThat(enter(facts(ada(), devices, null), "template", map("id", "draft")))
                .isEqualTo(Outcome.stop(
                        "validation_error",
                        "Template 'draft' was never published. Publish it, then send the event again."));
        assertThat(enter(facts(ada(), devices, template("t")), "template", map("id", "shipped")))
                .isEqualTo(Outcome.stop(
                        "validation_error",
                        "Expected a value for template variable 'ORDER', found none. Give it a value in the step, or a"
                                + " fallback in the template."));
        assertThat(enter(
                        facts(ada(), devices, template(null)),
                        "template",
                        map("id", "shipped", "variables", map("ORDER", "17"))))
                .isEqualTo(Outcome.stop(
                        "missing_required_field",
                        "Expected a body in the step, or a plain text in its template, found none."));
    }

    @Test
    void who_has_no_device_is_skipped() {
        assertThat(enter(facts(ada(), List.of(), null), "title", "a", "body", "b"))
                .isEqualTo(new Outcome.Skip(Map.of("reason", "no_device")));
        assertThat(enter(facts(ada(), List.of(PHONE), null), "title", "a", "body", "b", "platforms", List.of("web")))
                .isEqualTo(new Outcome.Skip(Map.of("reason", "no_device", "platforms", List.of("web"))));
    }

    @Test
    void the_unsubscribed_are_skipped() {
        assertThat(enter(facts(contact("Ada", true), List.of(PHONE), null), "title", "a", "body", "b"))
                .isEqualTo(new Outcome.Skip(Map.of("reason", "unsubscribed")));
    }

    @Test
    void only_the_platforms_that_are_named_get_it() {
        var outcome = enter(
                facts(ada(), List.of(PHONE, BROWSER), null), "title", "a", "body", "b", "platforms", List.of("web"));

        assertThat(sealed(outcome)).extracting(e -> e.push().deviceId()).containsExactly(BROWSER.id());
    }

    @Test
    void a_placeholder_without_a_value_stops_the_run() {
        assertThat(enter(facts(ada(), List.of(PHONE), null), "title", "{{{event.plan}}}", "body", "b"))
                .isEqualTo(Outcome.stop(
                        "validation_error",
                        "Expected a value for `event.plan` in the push, found none. Give its placeholder a fallback,"
                                + " like {{{contact.first_name|there}}}."));
    }

    @Test
    void words_that_grew_too_long_stop_the_run() {
        var facts = facts(ada(), List.of(PHONE), null, "long", "x".repeat(Push.TITLE_LENGTH_MAX + 1));

        assertThat(((Outcome.Stop) enter(facts, "title", "{{{event.long}}}", "body", "b")).message())
                .isEqualTo("Expected a title of at most 255 and a body of at most 2000 characters, found 256 and 1.");
        assertThat(((Outcome.Stop) enter(
                                facts,
                                "title",
                                "a",
                                "body",
                                "b",
                                "data",
                                map("a", List.of("x".repeat(Push.PAYLOAD_BYTES_MAX)))))
                        .message())
                .isEqualTo("Expected data of at most 3900 characters, found more.");
    }

    @Test
    void a_link_that_is_none_stops_the_run() {
        var facts = facts(ada(), List.of(PHONE), null, "path", "orders");
        var step = new SendPush(null, null, "a", "b", "{{{event.path}}}", null, null, null, false);

        var outcome = step.enter(new Context(PROJECT, Sample.id(8), RUN, "tell", 1, facts, NOON, NOON, ids()));

        assertThat(outcome)
                .isEqualTo(Outcome.stop(
                        "validation_error",
                        "Expected a URL with a scheme, of at most 1000 characters, found another text."));
    }

    private static List<String> problems(Object... config) {
        return SendPush.TYPE.read(map(config), "config").problems().stream()
                .map(Problem::path)
                .toList();
    }

    @Test
    void a_config_says_all_that_is_wrong_with_it() {
        assertThat(problems()).containsExactly("config.title", "config.body");
        assertThat(problems("template", map())).containsExactly("config.template.id");
        assertThat(problems("title", "{{{plan}}}", "body", "x".repeat(2_001)))
                .containsExactly("config.title", "config.body");
        assertThat(problems("title", "a", "body", "b", "launch_url", "orders", "image_url", "http://{{{x}}}"))
                .containsExactly("config.launch_url", "config.image_url");
        assertThat(problems("title", "a", "body", "b", "data", 7L, "platforms", List.of("web", "web")))
                .containsExactly("config.data", "config.platforms");
        assertThat(problems("title", "a", "body", "b", "platforms", List.of())).containsExactly("config.platforms");
    }

    @Test
    void an_app_may_have_a_scheme_of_its_own() {
        assertThat(problems("title", "a", "body", "b", "launch_url", "shop://orders/{{{event.id}}}"))
                .isEmpty();
    }

    @Test
    void it_asks_for_what_its_texts_and_values_refer_to() {
        var plain = SendPush.TYPE.read(map("title", "a", "body", "b"), "").value();
        var looking = SendPush.TYPE
                .read(map("title", "{{{steps.ask.status}}}", "body", "b", "template", map("id", "shipped")), "")
                .value();

        assertThat(plain.needsDevices()).isTrue();
        assertThat(plain.needsPast()).isFalse();
        assertThat(plain.templateReferences()).isEmpty();
        assertThat(looking.needsPast()).isTrue();
        assertThat(looking.templateReferences()).containsExactly("shipped");
    }
}
