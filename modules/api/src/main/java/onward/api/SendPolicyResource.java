package onward.api;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import onward.flow.fact.Result;
import onward.flow.step.SendPolicy;
import onward.store.Store;
import onward.store.table.SendPolicies;

/** {@code /policies/sending}: when the project lets messages of automations leave. Our addition. */
final class SendPolicyResource {
    private final Store store;

    SendPolicyResource(Store store) {
        this.store = store;
    }

    void register(Routes routes) {
        routes.get("/policies/sending", this::get)
                .put("/policies/sending", this::put)
                .delete("/policies/sending", this::delete);
    }

    private Future<Answer> get(Call call) {
        return SendPolicies.find(store.client(), call.projectId())
                .map(found -> Answer.ok(body(found.orElse(Map.of()))));
    }

    /** Takes the place of what was, as a whole. */
    private Future<Answer> put(Call call) {
        Fields fields = call.fields();
        Result<SendPolicy> read = SendPolicy.read(call.object());
        fields.add(read.problems());
        fields.check();
        return call.now()
                .compose(now -> SendPolicies.put(store.client(), call.projectId(), read.value(), now))
                .map(done -> Answer.ok(body(read.value().toMap())));
    }

    private Future<Answer> delete(Call call) {
        return SendPolicies.remove(store.client(), call.projectId())
                .map(done -> Answer.ok(Answer.body("object", "send_policy", "deleted", true)));
    }

    private static Map<String, Object> body(Map<String, Object> policy) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("object", "send_policy");
        for (String name : SendPolicy.NAMES) {
            body.put(name, policy.get(name));
        }
        return body;
    }
}
