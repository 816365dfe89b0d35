package onward.api;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.store.Page;
import onward.store.Store;
import onward.store.table.Automations;
import onward.store.table.Drafts;
import onward.store.table.StoredAutomation;
import onward.store.table.StoredAutomation.Draft;

/**
 * Does what callers ask of automations: reads the request, finds or changes, refuses. How the answer looks is
 * up to the resource, for automations have two shapes, today's and an older one.
 */
final class AutomationKeeper {
    private static final List<String> STATUSES = List.of("enabled", "disabled");

    private final Store store;
    private final Noun noun;
    private final Drafts drafts;

    AutomationKeeper(Store store, Noun noun) {
        this.store = store;
        this.noun = noun;
        this.drafts = new Drafts(store);
    }

    /** Makes what the body describes; gives its id. */
    Future<UUID> create(Call call) {
        Fields fields = call.fields();
        String name = fields.string("name", 1, Fields.NAME_CHARS_MAX);
        boolean enabled = "enabled".equals(fields.optionalOneOf("status", STATUSES));
        GraphBody.requireWhole(fields);
        fields.check();
        return drafts.create(call.projectId(), GraphBody.read(fields, name, enabled));
    }

    /** Looks at the definition in the body as a create would, and keeps nothing; a name and a status are not looked at. */
    AutomationCheck check(Call call) {
        Fields fields = call.fields();
        GraphBody.requireWhole(fields);
        fields.check();
        return AutomationCheck.of(GraphBody.definition(fields, Map.of()));
    }

    /** The same with what the automation of the path is now. */
    Future<AutomationCheck> checkStored(Call call) {
        return find(call).map(found -> AutomationCheck.of(found.definition()));
    }

    Future<Page<StoredAutomation.Head>> list(Call call) {
        String status = call.query().get("status").orElse(null);
        if (status != null && !STATUSES.contains(status)) {
            throw NativeErrors.validation("Expected `status` to be enabled or disabled, found another word.");
        }
        Boolean enabled = status == null ? null : (Boolean) status.equals("enabled");
        return Automations.list(store.client(), call.projectId(), enabled, Paging.of(call.query()));
    }

    /** The automation of the path. */
    Future<StoredAutomation> find(Call call) {
        return Automations.find(store.client(), call.projectId(), noun.id(call)).map(noun::existing);
    }

    /** Changes the automation of the path as the body asks; gives what it is now. */
    Future<Draft> update(Call call) {
        UUID id = noun.id(call);
        AutomationPatch patch = AutomationPatch.read(call.fields());
        return changed(call, id, patch::applyTo);
    }

    /** Disables it. */
    Future<Draft> stop(Call call) {
        return changed(call, noun.id(call), before -> before.draft().stopped());
    }

    private Future<Draft> changed(Call call, UUID id, Drafts.Change change) {
        return drafts.change(call.projectId(), id, change).map(noun::existing);
    }

    /** Makes a copy, disabled; gives its id. */
    Future<UUID> duplicate(Call call) {
        return drafts.copy(call.projectId(), noun.id(call)).map(noun::existing);
    }

    /** Removes it and ends its runs. */
    Future<Void> delete(Call call) {
        return drafts.delete(call.projectId(), noun.id(call)).map(found -> {
            noun.requireExisting(found);
            return null;
        });
    }
}
