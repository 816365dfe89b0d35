package onward.api;

import io.vertx.core.Future;
import java.util.Map;
import onward.store.Store;
import onward.store.json.JsonReader;
import onward.store.table.RequestLogs;
import onward.store.table.RequestLogs.Entry;

/** {@code GET /logs} and {@code GET /logs/:id} (contract/resend.md 13): what keys asked and were answered lately. */
final class LogResource {
    private final Store store;

    LogResource(Store store) {
        this.store = store;
    }

    void register(Routes routes) {
        routes.get("/logs", this::list).get("/logs/:logId", this::get);
    }

    private Future<Answer> list(Call call) {
        return RequestLogs.list(store.client(), call.projectId(), Paging.of(call.query()))
                .map(page -> Answer.list(page, LogResource::item));
    }

    private Future<Answer> get(Call call) {
        return RequestLogs.find(store.client(), call.projectId(), call.uuid("logId"))
                .map(found -> found.orElseThrow(() -> NativeErrors.notFound("Log not found")))
                .map(entry -> Answer.ok(whole(entry)));
    }

    private static Map<String, Object> item(Entry entry) {
        return Answer.body(
                "id", entry.id(),
                "created_at", PgText.of(entry.createdAt()),
                "endpoint", entry.endpoint(),
                "method", entry.method(),
                "response_status", entry.status(),
                "user_agent", entry.userAgent());
    }

    private static Map<String, Object> whole(Entry entry) {
        Map<String, Object> body = Answer.body("object", "log");
        body.putAll(item(entry));
        body.put("request_body", json(entry.requestBody()));
        body.put("response_body", json(entry.responseBody()));
        return body;
    }

    private static Object json(String text) {
        return text == null ? null : JsonReader.read(text);
    }
}
