package onward.api;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Store;
import onward.store.UnknownCursor;
import onward.store.table.Attachments;
import onward.store.table.Attachments.Listed;
import onward.store.table.Envelopes;

/** {@code /emails/:id/attachments}: what is attached to a mail, and for a while a link to get it by. */
final class AttachmentResource {
    /** How long a link to a file works. */
    static final Duration LINK_AGE_MAX = Duration.ofHours(1);

    private final Store store;
    private final Links links;

    AttachmentResource(Store store, Links links) {
        this.store = store;
        this.links = links;
    }

    void register(Routes routes) {
        routes.get("/emails/:emailId/attachments", this::list)
                .get("/emails/:emailId/attachments/:attachmentId", this::get);
    }

    private Future<Answer> list(Call call) {
        UUID email = Noun.EMAIL.id(call);
        PageRequest page = Paging.of(call.query());
        return all(call, email)
                .compose(files -> told(call, email, page(files, page)))
                .map(told -> Answer.list(told, item -> item));
    }

    private Future<Answer> get(Call call) {
        UUID email = Noun.EMAIL.id(call);
        UUID id = call.uuid("attachmentId");
        return all(call, email).compose(files -> {
            Listed file = files.stream()
                    .filter(listed -> listed.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> NativeErrors.notFound("Attachment not found"));
            return store.now()
                    .compose(now -> item(call.projectId(), email, file, now))
                    .map(item -> {
                        Map<String, Object> body = Answer.body("object", "attachment");
                        body.putAll(item);
                        return Answer.ok(body);
                    });
        });
    }

    private Future<List<Listed>> all(Call call, UUID email) {
        return Envelopes.find(store.client(), call.projectId(), email)
                .map(Noun.EMAIL::existing)
                .compose(mail -> Attachments.list(store.client(), call.projectId(), email));
    }

    /** In the sender's order; there are never more than one mail may have. */
    private static Page<Listed> page(List<Listed> files, PageRequest request) {
        UUID cursor = request.cursor();
        int at = cursor == null ? -1 : files.stream().map(Listed::id).toList().indexOf(cursor);
        if (cursor != null && at < 0) {
            throw new UnknownCursor(cursor);
        }
        List<Listed> rest =
                new ArrayList<>(request.before() == null ? files.subList(at + 1, files.size()) : files.subList(0, at));
        if (request.before() != null) {
            Collections.reverse(rest);
        }
        return Page.of(request, rest);
    }

    private Future<Page<Map<String, Object>>> told(Call call, UUID email, Page<Listed> page) {
        return store.now()
                .compose(now -> Future.all(page.items().stream()
                        .map(file -> item(call.projectId(), email, file, now))
                        .toList()))
                .map(all -> new Page<>(all.list(), page.hasMore()));
    }

    private Future<Map<String, Object>> item(UUID project, UUID email, Listed file, Instant now) {
        Instant until = now.plus(LINK_AGE_MAX);
        return links.to(project, email, file.id(), until)
                .map(url -> Answer.body(
                        "id", file.id(),
                        "filename", file.filename(),
                        "size", file.sizeBytes(),
                        "content_type", file.contentType(),
                        "content_disposition", file.contentId() == null ? "attachment" : "inline",
                        "content_id", file.contentId(),
                        "download_url", url,
                        "expires_at", IsoMillis.of(until)));
    }
}
