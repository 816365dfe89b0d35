package onward.app.contract;

import com.resend.Resend;
import com.resend.core.exception.ResendException;
import com.resend.core.net.ListParams;
import com.resend.core.net.RequestOptions;
import com.resend.services.apikeys.model.CreateApiKeyOptions;
import com.resend.services.automations.model.AutomationConnection;
import com.resend.services.automations.model.AutomationRun;
import com.resend.services.automations.model.AutomationStatus;
import com.resend.services.automations.model.AutomationStep;
import com.resend.services.automations.model.ConditionRule;
import com.resend.services.automations.model.ConnectionType;
import com.resend.services.automations.model.CreateAutomationOptions;
import com.resend.services.automations.model.GetAutomationRunOptions;
import com.resend.services.automations.model.ListAutomationRunsParams;
import com.resend.services.automations.model.RunStatus;
import com.resend.services.automations.model.StepType;
import com.resend.services.automations.model.UpdateAutomationOptions;
import com.resend.services.contactproperties.model.CreateContactPropertyOptions;
import com.resend.services.contacts.model.AddContactToSegmentOptions;
import com.resend.services.contacts.model.ContactTopicOptions;
import com.resend.services.contacts.model.CreateContactImportOptions;
import com.resend.services.contacts.model.CreateContactOptions;
import com.resend.services.contacts.model.RemoveContactFromSegmentOptions;
import com.resend.services.contacts.model.UpdateContactOptions;
import com.resend.services.contacts.model.UpdateContactTopicsOptions;
import com.resend.services.domains.model.CreateDomainOptions;
import com.resend.services.domains.model.UpdateDomainOptions;
import com.resend.services.emails.model.Attachment;
import com.resend.services.emails.model.CreateEmailOptions;
import com.resend.services.emails.model.Tag;
import com.resend.services.emails.model.UpdateEmailOptions;
import com.resend.services.events.model.CreateEventOptions;
import com.resend.services.events.model.SendEventOptions;
import com.resend.services.events.model.UpdateEventOptions;
import com.resend.services.segments.model.CreateSegmentOptions;
import com.resend.services.segments.model.UpdateSegmentOptions;
import com.resend.services.suppressions.model.AddSuppressionOptions;
import com.resend.services.templates.model.CreateTemplateOptions;
import com.resend.services.templates.model.UpdateTemplateOptions;
import com.resend.services.templates.model.Variable;
import com.resend.services.templates.model.VariableType;
import com.resend.services.topics.model.CreateTopicOptions;
import com.resend.services.topics.model.UpdateTopicOptions;
import com.resend.services.webhooks.model.CreateWebhookOptions;
import com.resend.services.webhooks.model.UpdateWebhookOptions;
import com.resend.services.webhooks.model.WebhookEvent;
import com.resend.services.webhooks.model.WebhookStatus;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * An application that uses the Java client as its makers tell, against the host its makers chose. One line for each
 * check, as the Node scripts print them; ends with 1 when a promise is not kept. To be started by
 * {@link ResendJavaContractTest} with the options that lead it to the server.
 */
final class JavaClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int POLL_MILLIS = 50;
    private static final String UNKNOWN = "01900000-0000-7000-8000-00000000dead";

    private final Resend resend;
    private final String key;
    private boolean isBroken;

    private JavaClient(String key) {
        this.key = key;
        this.resend = new Resend(key);
    }

    /** @param args the API key */
    public static void main(String[] args) {
        var client = new JavaClient(args[0]);
        client.about("templates", client::templates);
        client.about("events", client::events);
        client.about("automations", client::automations);
        client.about("runs", client::runs);
        client.about("emails", client::emails);
        client.about("batch", client::batch);
        client.about("suppressions", client::suppressions);
        client.about("webhooks", client::webhooks);
        client.about("domains", client::domains);
        client.about("api-keys", client::keys);
        client.about("segments", client::segments);
        client.about("topics", client::topics);
        client.about("contact-properties", client::properties);
        client.about("contacts", client::contacts);
        client.about("imports", client::imports);
        System.exit(client.isBroken ? 1 : 0);
    }

    private interface Part {
        void run() throws Exception;
    }

    private interface Call<T> {
        T make() throws Exception;
    }

    private void about(String resource, Part part) {
        System.out.println("# " + resource);
        try {
            part.run();
        } catch (Exception fault) {
            check(resource + " comes to its end", false, fault);
        }
    }

    private void check(String what, boolean kept, Object seen) {
        isBroken |= !kept;
        System.out.println(kept ? "ok - " + what : "not ok - " + what + ": " + seen);
    }

    private void refused(String what, int status, String name, Call<?> call) throws Exception {
        try {
            Object seen = call.make();
            check(what, false, seen);
        } catch (ResendException e) {
            check(what, e.getStatusCode() == status && name.equals(e.getErrorName()), e);
        }
    }

    private static <T> T eventually(Call<T> ask, Predicate<T> fits) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        T seen = ask.make();
        while (!fits.test(seen) && System.nanoTime() < deadline) {
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, POLL_MILLIS, TimeUnit.MILLISECONDS)
                    .get();
            seen = ask.make();
        }
        return seen;
    }

    private void templates() throws Exception {
        String id = resend.templates()
                .create(CreateTemplateOptions.builder()
                        .name("Welcome")
                        .alias("welcome")
                        .from("Acme <hi@example.com>")
                        .subject("Hello")
                        .html("<p>{{{PLAN}}}</p>")
                        .addVariable(new Variable("PLAN", VariableType.STRING, "free"))
                        .build())
                .getId();
        var read = resend.templates().get(id);
        check(
                "a template is created",
                read.getStatus().equals("draft") && read.getHtml().contains("PLAN"),
                read);
        check(
                "with its variables",
                read.getVariables().get(0).getFallbackValue().equals("free"),
                read.getVariables());
        resend.templates()
                .update(
                        id,
                        UpdateTemplateOptions.builder().subject("Hello again").build());
        check("and changed", resend.templates().get(id).getSubject().equals("Hello again"), id);
        resend.templates().publish(id);
        check("and published", resend.templates().get("welcome").getStatus().equals("published"), id);
        String copy = resend.templates().duplicate(id).getId();
        check("and copied", resend.templates().get(copy).getStatus().equals("draft"), copy);
        check("and listed", resend.templates().list().getData().size() == 2, copy);
        resend.templates().remove(copy);
        refused("and deleted", 404, "not_found", () -> resend.templates().get(copy));
    }

    private void events() throws Exception {
        String id = resend.events()
                .create(CreateEventOptions.builder()
                        .name("order.completed")
                        .schema(Map.of("total", "number", "at", "date"))
                        .build())
                .getId();
        var read = resend.events().get("order.completed");
        check(
                "an event is defined, with its schema",
                read.getId().equals(id) && read.getSchema().equals(Map.of("total", "number", "at", "date")),
                read.getSchema());
        resend.events()
                .update(UpdateEventOptions.builder()
                        .identifier("order.completed")
                        .schema(Map.of("total", "number"))
                        .build());
        check("which changes", resend.events().get(id).getSchema().equals(Map.of("total", "number")), id);
        check("it is listed", resend.events().list().getData().get(0).getName().equals("order.completed"), id);
        var sent = resend.events()
                .send(SendEventOptions.builder()
                        .event("order.completed")
                        .email("ada@example.com")
                        .payload(Map.of("total", "12.5"))
                        .build());
        check("one is sent", sent.getEvent().equals("order.completed"), sent);
        refused(
                "one that does not fit is not",
                422,
                "validation_error",
                () -> resend.events()
                        .send(SendEventOptions.builder()
                                .event("order.completed")
                                .email("ada@example.com")
                                .payload(Map.of("total", "much"))
                                .build()));
        resend.events().remove(id);
        refused(
                "a definition is deleted",
                404,
                "not_found",
                () -> resend.events().get(id));
    }

    private static AutomationConnection connection(String from, String to, ConnectionType type) {
        return new AutomationConnection(from, to, type);
    }

    private CreateAutomationOptions greeting(String event) {
        return CreateAutomationOptions.builder()
                .name("Greet")
                .status(AutomationStatus.ENABLED)
                .steps(
                        AutomationStep.trigger("start").eventName(event).build(),
                        AutomationStep.condition("large")
                                .rule(ConditionRule.gte("event.total", 100))
                                .build(),
                        AutomationStep.delay("pause").duration("1 second").build(),
                        AutomationStep.sendEmail("mail")
                                .template("welcome")
                                .templateVariable("PLAN", Map.of("var", "event.plan"))
                                .build())
                .connections(
                        connection("start", "large", ConnectionType.DEFAULT),
                        connection("large", "pause", ConnectionType.CONDITION_MET),
                        connection("pause", "mail", ConnectionType.DEFAULT))
                .build();
    }

    private void automations() throws Exception {
        String id = resend.automations().create(greeting("unheard.of")).getId();
        var read = resend.automations().get(id);
        check("an automation is created", read.getStatus() == AutomationStatus.ENABLED, read);
        check(
                "with its steps",
                read.getSteps().get(1).getType() == StepType.CONDITION
                        && read.getSteps().size() == 4,
                read.getSteps());
        check("and connections", read.getConnections().get(1).getType() == ConnectionType.CONDITION_MET, read);
        resend.automations()
                .update(UpdateAutomationOptions.builder()
                        .id(id)
                        .name("Greet all")
                        .build());
        check("and renamed", resend.automations().get(id).getName().equals("Greet all"), id);
        String copy = resend.automations().duplicate(id).getId();
        check("and copied", resend.automations().get(copy).getStatus() == AutomationStatus.DISABLED, copy);
        resend.automations().stop(id);
        check("and stopped", resend.automations().get(id).getStatus() == AutomationStatus.DISABLED, id);
        raw("POST", "/automations", """
                {"name": "Ours", "steps": [
                   {"key": "start", "type": "trigger", "config": {"event_name": "ours"}},
                   {"key": "ask", "type": "http_request", "config": {"method": "GET", "url": "https://example.com/"}}],
                 "connections": [{"from": "start", "to": "ask"}]}""");
        var listed = resend.automations().list();
        check("one with a step of ours breaks no list", listed.getData().size() == 3, listed.getData());
        check("and is deleted", resend.automations().remove(copy).getDeleted(), copy);
        refused("and gone", 404, "not_found", () -> resend.automations().get(copy));
        refused(
                "an id is a UUID",
                422,
                "invalid_parameter",
                () -> resend.automations().get("nope"));
    }

    /** What other clients may do and this one cannot. */
    private void raw(String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("https://api.resend.com" + path))
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        var client = HttpClient.newBuilder()
                .proxy(ProxySelector.getDefault())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        check("another client may make one of ours", answer.statusCode() == 201, answer.body());
    }

    private void runs() throws Exception {
        String id = resend.automations().create(greeting("bought")).getId();
        resend.events()
                .send(SendEventOptions.builder()
                        .event("bought")
                        .email("ada@example.com")
                        .payload(Map.of("total", 120, "plan", "pro"))
                        .build());
        var ended = ListAutomationRunsParams.builder()
                .status(RunStatus.COMPLETED, RunStatus.FAILED)
                .build();
        var runs = eventually(
                () -> resend.automations().listRuns(id, ended),
                list -> !list.getData().isEmpty());
        check("a run ends", runs.getData().get(0).getStatus() == RunStatus.COMPLETED, runs.getData());
        AutomationRun run = resend.automations()
                .getRun(GetAutomationRunOptions.builder()
                        .automationId(id)
                        .runId(runs.getData().get(0).getId())
                        .build());
        check(
                "with its steps",
                run.getSteps().stream()
                        .map(step -> step.getKey())
                        .toList()
                        .equals(List.of("start", "large", "pause", "mail")),
                run.getSteps());
        check(
                "each completed",
                run.getSteps().stream().allMatch(s -> s.getStatus().equals("completed")),
                run);
        refused(
                "another run is not found",
                404,
                "not_found",
                () -> resend.automations()
                        .getRun(GetAutomationRunOptions.builder()
                                .automationId(id)
                                .runId(UNKNOWN)
                                .build()));
    }

    private void emails() throws Exception {
        var listed = resend.emails().list();
        check("a mail is listed", listed.getData().size() == 1, listed.getData());
        var mail = resend.emails().get(listed.getData().get(0).getId());
        check(
                "and read",
                mail.getTo().equals(List.of("ada@example.com"))
                        && mail.getHtml().equals("<p>pro</p>"),
                mail.getHtml());
        check("with what became of it", mail.getLastEvent() != null, mail.getLastEvent());
        sending();
    }

    private static CreateEmailOptions.Builder hello() {
        return CreateEmailOptions.builder()
                .from("Acme <hi@example.com>")
                .to("ada@example.com")
                .subject("Hello")
                .text("Hello, Ada");
    }

    private void sending() throws Exception {
        var once = RequestOptions.builder().setIdempotencyKey("java/1").build();
        var file = Attachment.builder().fileName("a.txt").content("aGVsbG8=").build();
        var mail = hello().addTag(Tag.builder().name("kind").value("welcome").build())
                .addAttachment(file)
                .build();
        String id = resend.emails().send(mail, once).getId();
        check(
                "a mail is sent once under a key",
                resend.emails().send(mail, once).getId().equals(id),
                id);
        refused(
                "another one under it is not",
                409,
                "invalid_idempotent_request",
                () -> resend.emails().send(hello().build(), once));
        var sent = eventually(
                () -> resend.emails().get(id), email -> email.getLastEvent().equals("sent"));
        check(
                "and goes out",
                sent.getLastEvent().equals("sent") && sent.getText().equals("Hello, Ada"),
                sent);
        var files = resend.emails().listAttachments(id).getData();
        check("its file is listed", files.get(0).getFilename().equals("a.txt"), files);
        check(
                "and told",
                resend.emails().getAttachment(id, files.get(0).getId()).getSize() == 5,
                files);
        check("it is shared", resend.emails().share(id).getUrl().contains("/"), id);
        String later =
                resend.emails().send(hello().scheduledAt("in 1 hour").build()).getId();
        resend.emails()
                .update(
                        later,
                        UpdateEmailOptions.builder().scheduledAt("in 2 hours").build());
        check("one waits", resend.emails().get(later).getLastEvent().equals("scheduled"), later);
        resend.emails().cancel(later);
        check("and is canceled", resend.emails().get(later).getLastEvent().equals("canceled"), later);
        refused(
                "a bad sender is refused",
                422,
                "invalid_from_address",
                () -> resend.emails().send(hello().from("nobody").build()));
    }

    private void batch() throws Exception {
        var whole = resend.batch()
                .send(List.of(hello().build(), hello().to("bob@example.com").build()));
        check("a batch is sent", whole.getData().size() == 2, whole.getData());
        var bad = List.of(hello().build(), hello().to("nobody").build());
        refused(
                "one bad mail stops it",
                422,
                "validation_error",
                () -> resend.batch().send(bad));
        var most = resend.batch()
                .send(
                        bad,
                        RequestOptions.builder()
                                .add("x-batch-validation", "permissive")
                                .build());
        check("a permissive one sends the others", most.getData().size() == 1 && most.getErrorCount() == 1, most);
    }

    private void suppressions() throws Exception {
        String id = resend.suppressions()
                .add(AddSuppressionOptions.builder().email("eve@example.com").build())
                .getId();
        var found = resend.suppressions().get("eve@example.com");
        check(
                "an address is suppressed",
                found.getId().equals(id) && found.getOrigin().equals("manual"),
                found);
        check("and listed", resend.suppressions().list().getData().size() == 1, id);
        check("and let go", resend.suppressions().remove(id).getDeleted(), id);
        refused("and gone", 404, "not_found", () -> resend.suppressions().get(id));
    }

    private void webhooks() throws Exception {
        var made = resend.webhooks()
                .create(CreateWebhookOptions.builder()
                        .endpoint("https://example.com/hook")
                        .events(WebhookEvent.EMAIL_SENT, WebhookEvent.CONTACT_CREATED)
                        .build());
        String id = made.getId();
        var read = resend.webhooks().get(id);
        check("a webhook is made", read.getSigningSecret().equals(made.getSigningSecret()), read);
        check("for what it asked", read.getEvents().contains("email.sent"), read.getEvents());
        resend.webhooks()
                .update(
                        id,
                        UpdateWebhookOptions.builder()
                                .status(WebhookStatus.DISABLED)
                                .build());
        var listed = resend.webhooks().list().getData();
        check("and switched off, and listed", listed.get(0).getStatus() == WebhookStatus.DISABLED, listed);
        check("it was told nothing", resend.webhooks().listEvents(id).getData().isEmpty(), id);
        check("it is deleted", resend.webhooks().remove(id).getDeleted(), id);
        refused("and gone", 404, "not_found", () -> resend.webhooks().get(id));
    }

    private void domains() throws Exception {
        var made = resend.domains()
                .create(CreateDomainOptions.builder().name("example.com").build());
        String id = made.getId();
        check("a domain is added with its records", !made.getRecords().isEmpty(), made);
        resend.domains()
                .update(UpdateDomainOptions.builder().id(id).clickTracking(true).build());
        check("and changed", resend.domains().get(id).getClickTracking(), id);
        check("and listed", resend.domains().list().getData().size() == 1, id);
        resend.domains().verify(id);
        check("and looked up", resend.domains().get(id).getStatus().equals("pending"), id);
        check("and deleted", resend.domains().remove(id).isDeleted(), id);
        refused("and gone", 404, "not_found", () -> resend.domains().get(id));
    }

    private void keys() throws Exception {
        var made = resend.apiKeys()
                .create(CreateApiKeyOptions.builder()
                        .name("sender")
                        .permission("sending_access")
                        .build());
        check("a key is made", made.getToken().startsWith("re_"), made.getId());
        var sender = new Resend(made.getToken());
        check("which may send", sender.emails().send(hello().build()).getId() != null, made.getId());
        refused(
                "and no more",
                401,
                "restricted_api_key",
                () -> sender.automations().list());
        check(
                "it is listed",
                resend.apiKeys().list().getData().stream()
                        .anyMatch(one -> one.getId().equals(made.getId())),
                made.getId());
        check("and deleted", resend.apiKeys().remove(made.getId()), made.getId());
        refused(
                "a key nobody knows is refused",
                403,
                "invalid_api_key",
                () -> new Resend("re_none").automations().list());
    }

    private void segments() throws Exception {
        String id = resend.segments()
                .create(CreateSegmentOptions.builder().name("Readers").build())
                .getId();
        resend.segments()
                .update(id, UpdateSegmentOptions.builder().name("Keen readers").build());
        check(
                "a segment is created and renamed",
                resend.segments().get(id).getName().equals("Keen readers"),
                id);
        check("and listed", resend.segments().list().getData().size() == 1, id);
        resend.segments().remove(id);
        refused("and deleted", 404, "not_found", () -> resend.segments().get(id));
    }

    private void topics() throws Exception {
        String id = resend.topics()
                .create(CreateTopicOptions.builder()
                        .name("News")
                        .defaultSubscription("opt_in")
                        .build())
                .getId();
        resend.topics()
                .update(id, UpdateTopicOptions.builder().name("Good news").build());
        var read = resend.topics().get(id);
        check("a topic is created and renamed", read.getName().equals("Good news"), read);
        check("with its default", read.getDefaultSubscription().equals("opt_in"), read);
        check("and listed", resend.topics().list().getData().size() == 1, id);
        resend.topics().remove(id);
        refused("and deleted", 404, "not_found", () -> resend.topics().get(id));
    }

    private void properties() throws Exception {
        String id = resend.contactProperties()
                .create(CreateContactPropertyOptions.builder()
                        .key("plan")
                        .type("string")
                        .fallbackValue("free")
                        .build())
                .getId();
        check(
                "a property is declared",
                resend.contactProperties().get(id).getKey().equals("plan"),
                id);
        check("and listed", resend.contactProperties().list().getData().size() == 1, id);
        resend.contactProperties().remove(id);
        refused(
                "and deleted",
                404,
                "not_found",
                () -> resend.contactProperties().get(id));
    }

    private void contacts() throws Exception {
        String id = resend.contacts()
                .create(CreateContactOptions.builder()
                        .email("grace@example.com")
                        .firstName("Grace")
                        .build())
                .getId();
        resend.contacts()
                .update(UpdateContactOptions.builder()
                        .email("grace@example.com")
                        .lastName("Hopper")
                        .build());
        var read = resend.contacts().get("grace@example.com");
        check(
                "a contact is created and changed",
                read.getId().equals(id) && read.getLastName().equals("Hopper"),
                read);
        var page = resend.contacts().list(ListParams.builder().limit(1).build());
        check("and listed", page.getData().get(0).getEmail().equals("grace@example.com") && page.hasMore(), page);
        String segment = resend.segments()
                .create(CreateSegmentOptions.builder().name("Admirals").build())
                .getId();
        resend.contacts()
                .segments()
                .add(AddContactToSegmentOptions.builder()
                        .email("grace@example.com")
                        .segmentId(segment)
                        .build());
        var within = resend.contacts().segments().list("grace@example.com");
        check("it joins a segment", within.getData().size() == 1, within.getData());
        resend.contacts()
                .segments()
                .remove(RemoveContactFromSegmentOptions.builder()
                        .id(id)
                        .segmentId(segment)
                        .build());
        check("and leaves it", resend.contacts().segments().list(id).getData().isEmpty(), id);
        String topic = resend.topics()
                .create(CreateTopicOptions.builder()
                        .name("Ships")
                        .defaultSubscription("opt_in")
                        .build())
                .getId();
        resend.contacts()
                .topics()
                .update(UpdateContactTopicsOptions.builder()
                        .id(id)
                        .topics(ContactTopicOptions.builder()
                                .id(topic)
                                .subscription("opt_out")
                                .build())
                        .build());
        var chosen = resend.contacts().topics().list(id);
        check("it leaves a topic", chosen.getData().get(0).getSubscription().equals("opt_out"), chosen.getData());
        check(
                "it is deleted",
                resend.contacts().remove("grace@example.com").getContact().equals(id),
                id);
        refused("and gone", 404, "not_found", () -> resend.contacts().get(id));
    }

    private void imports() throws Exception {
        byte[] csv = "email,first_name\nalan@example.com,Alan\nada@example.com,Ada\n".getBytes(StandardCharsets.UTF_8);
        String id = resend.contacts()
                .imports()
                .create(CreateContactImportOptions.builder()
                        .file(csv, "people.csv")
                        .onConflict("upsert")
                        .build())
                .getId();
        var done = eventually(
                () -> resend.contacts().imports().get(id),
                seen -> seen.getStatus().equals("completed"));
        check(
                "a file is imported",
                done.getCounts().getCreated() == 1 && done.getCounts().getUpdated() == 1,
                done.getStatus());
        check("and listed", resend.contacts().imports().list().getData().size() == 1, id);
    }
}
