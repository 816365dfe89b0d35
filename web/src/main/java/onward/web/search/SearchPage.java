package onward.web.search;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Uuids;
import onward.store.Store;
import onward.store.page.Places;
import onward.store.table.ContactRef;
import onward.store.table.Contacts;
import onward.web.ui.Desk;
import onward.web.ui.PageProblem;
import onward.web.ui.Query;
import onward.web.ui.Visit;

/** {@code GET /dashboard/search?q=…}: leads to the page of what was typed. */
public final class SearchPage {
    private final Store store;

    public SearchPage(Store store) {
        this.store = store;
    }

    public Future<Void> lead(Visit visit) {
        return visit.text("q")
                .map(typed -> place(visit, typed))
                .orElse(Future.succeededFuture(Desk.HOME))
                .compose(place -> visit.context()
                        .response()
                        .setStatusCode(303)
                        .putHeader(HttpHeaders.LOCATION, place)
                        .end());
    }

    private Future<String> place(Visit visit, String typed) {
        Optional<UUID> typedId = Uuids.read(typed);
        if (typedId.isPresent()) {
            UUID id = typedId.get();
            return Places.of(store.client(), visit.projectId(), id)
                    .map(kind -> kind.map(found -> Desk.HOME + "/" + found + "/" + id)
                            .orElseThrow(() -> PageProblem.absent("run, automation, contact, event or email")));
        }
        return typed.indexOf('@') > 0
                ? contact(visit, typed)
                : Future.succeededFuture(
                        Query.of(Desk.HOME + "/events").with("name", typed).text());
    }

    private Future<String> contact(Visit visit, String address) {
        return Contacts.find(store.client(), visit.projectId(), ContactRef.email(address))
                .map(found -> found.map(contact -> Desk.HOME + "/contacts/" + contact.id())
                        .orElseThrow(() -> PageProblem.absent("contact")));
    }
}
