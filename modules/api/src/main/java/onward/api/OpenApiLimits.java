package onward.api;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onward.bus.Entrance;
import onward.flow.fact.Schema;
import onward.flow.graph.Blueprint;
import onward.flow.message.Push;
import onward.flow.message.Template;
import onward.flow.run.Cancellation;
import onward.flow.step.SendPolicy;
import onward.store.PageRequest;
import onward.store.page.MetricSeries;
import onward.store.page.RecordedEvents;
import onward.store.table.BulkActions;
import onward.store.table.Devices;
import onward.store.table.Flights;
import onward.store.table.Imports;
import onward.store.table.NewKey;
import onward.store.table.Pushes;
import onward.store.table.RequestLogs;
import onward.store.table.Retention;
import onward.store.table.TemplateDraft;
import onward.store.table.Webhooks;

/** The limits that the OpenAPI document tells, each the very constant that the code goes by. */
final class OpenApiLimits {
    private static final Map<String, Number> BY_NAME = Map.ofEntries(
            Map.entry("NAME_CHARS", Fields.NAME_CHARS_MAX),
            Map.entry("PAGE_ITEMS", PageRequest.LIMIT_MAX),
            Map.entry("PAGE_ITEMS_DEFAULT", Paging.LIMIT_DEFAULT),
            Map.entry("CONTACT_PROPERTIES", ContactBody.PROPERTIES_MAX),
            Map.entry("PROPERTY_CHARS", ContactBody.PROPERTY_CHARS_MAX),
            Map.entry("PROPERTY_KEY_CHARS", ContactBody.PROPERTY_KEY_CHARS_MAX),
            Map.entry("SEGMENTS_PER_REQUEST", ContactTies.SEGMENTS_MAX),
            Map.entry("TOPICS_PER_REQUEST", ContactTies.TOPICS_MAX),
            Map.entry("TOPIC_NAME_CHARS", TopicResource.TOPIC_NAME_CHARS_MAX),
            Map.entry("TOPIC_DESCRIPTION_CHARS", TopicResource.TOPIC_DESCRIPTION_CHARS_MAX),
            Map.entry("IMPORT_BYTES", ImportUpload.IMPORT_BYTES_MAX),
            Map.entry("IMPORT_PROBLEMS", Imports.PROBLEMS_MAX),
            Map.entry("STEPS", Blueprint.STEPS_MAX),
            Map.entry("VALIDATION_PROBLEMS", AutomationCheck.TOLD_MAX),
            Map.entry("NOTE_CHARS", Cancellation.NOTE_CHARS_MAX),
            Map.entry("STEP_KEY_CHARS", Blueprint.KEY_LENGTH_MAX),
            Map.entry("BULK_ITEMS", BulkActions.ITEMS_MAX),
            Map.entry("BULK_LOOKED_AT", BulkActions.LOOKED_AT_MAX),
            Map.entry("BULK_SAMPLES", BulkActionResource.SAMPLES_MAX),
            Map.entry("FLIGHT_RUNS", Flights.RUNS_MAX),
            Map.entry("FLIGHT_LOOKED_AT", Flights.LIVE_LOOKED_AT_MAX),
            Map.entry("SCHEMA_FIELDS", Schema.FIELDS_MAX),
            Map.entry("PAYLOAD_BYTES", Entrance.PAYLOAD_BYTES_MAX),
            Map.entry("IDEMPOTENCY_KEY_CHARS", EventBody.IDEMPOTENCY_KEY_CHARS_MAX),
            Map.entry("TEMPLATE_HTML_CHARS", TemplateDraft.HTML_CHARS_MAX),
            Map.entry("TEMPLATE_TEXT_CHARS", TemplateDraft.TEXT_CHARS_MAX),
            Map.entry("TEMPLATE_VARIABLES", Template.VARIABLES_MAX),
            Map.entry("SUBJECT_CHARS", TemplateDraft.SUBJECT_CHARS_MAX),
            Map.entry("ADDRESS_CHARS", TemplateDraft.ADDRESS_CHARS_MAX),
            Map.entry("REPLY_TO", TemplateDraft.REPLY_TO_MAX),
            Map.entry("KEY_NAME_CHARS", NewKey.NAME_CHARS_MAX),
            Map.entry("RECIPIENTS", EmailBody.RECIPIENTS_MAX),
            Map.entry("TAGS", EmailBody.TAGS_MAX),
            Map.entry("EMAIL_BODY_CHARS", EmailBody.BODY_CHARS_MAX),
            Map.entry("SCHEDULED_CHARS", EmailBody.SCHEDULED_CHARS_MAX),
            Map.entry("FILES", FileBody.FILES_MAX),
            Map.entry("BATCH_MAILS", EmailSending.BATCH_MAX),
            Map.entry("SUPPRESSIONS_BATCH", SuppressionResource.BATCH_MAX),
            Map.entry("WEBHOOK_URL_CHARS", Webhooks.ENDPOINT_CHARS_MAX),
            Map.entry("WEBHOOK_EVENTS", WebhookResource.EVENTS_MAX),
            Map.entry("DOMAIN_NAME_CHARS", DomainResource.NAME_CHARS_MAX),
            Map.entry("DOMAIN_LABEL_CHARS", DomainResource.LABEL_CHARS_MAX),
            Map.entry("RAW_CHARS", ReportResource.RAW_CHARS_MAX),
            Map.entry("DEVICE_ENDPOINT_CHARS", DeviceBody.ENDPOINT_CHARS_MAX),
            Map.entry("DEVICE_TOKEN_CHARS", DeviceBody.TOKEN_CHARS_MAX),
            Map.entry("EXTERNAL_ID_CHARS", DeviceBody.EXTERNAL_ID_CHARS_MAX),
            Map.entry("DEVICE_TAGS", Devices.TAGS_MAX),
            Map.entry("TAG_VALUE_CHARS", DeviceBody.TAG_VALUE_CHARS_MAX),
            Map.entry("PUSH_TARGETS", PushBody.TARGETS_MAX),
            Map.entry("PUSH_DEVICES", Pushes.DEVICES_MAX),
            Map.entry("PUSH_TITLE_CHARS", Push.TITLE_LENGTH_MAX),
            Map.entry("PUSH_BODY_CHARS", Push.BODY_LENGTH_MAX),
            Map.entry("PUSH_URL_CHARS", Push.URL_LENGTH_MAX),
            Map.entry("PUSH_DATA", Push.DATA_MAX),
            Map.entry("SEND_CAPS", SendPolicy.CAPS_MAX),
            Map.entry("SEND_CAP_MESSAGES", SendPolicy.MESSAGES_MAX),
            Map.entry("RETENTION_DAYS", Retention.DAYS_MAX),
            Map.entry("LOG_ROWS", RequestLogs.ROWS_PER_PROJECT_MAX),
            Map.entry("LOG_BODY_BYTES", RequestLog.BODY_MAX),
            Map.entry("REHEARSED_EVENTS", RehearsalBody.EVENTS_MAX),
            Map.entry("RECORDED_EVENTS", RecordedEvents.EVENTS_MAX),
            Map.entry("METRIC_INTERVALS", MetricSeries.INTERVALS_MAX),
            Map.entry("MAIL_DETAIL_BYTES", MailNews.DETAIL_BYTES_MAX));

    private static final Pattern NAME = Pattern.compile("\"\\$\\{(\\w+)\\}\"|\\$\\{(\\w+)\\}");

    private OpenApiLimits() {}

    /** The text with every {@code ${NAME}} filled in; one that stands alone in quotes becomes a number. */
    static String filledIn(String text) {
        return NAME.matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(value(found.group(1) == null ? found.group(2) : found.group(1))));
    }

    private static String value(String name) {
        Number limit = BY_NAME.get(name);
        if (limit == null) {
            throw new IllegalStateException(
                    "Expected the name of a limit, found ${" + name + "}. Add its constant to OpenApiLimits.");
        }
        return limit.toString();
    }
}
