package onward.api;

import io.vertx.core.Future;
import onward.bus.Address;
import onward.bus.Bell;
import onward.flow.fact.Result;
import onward.flow.run.Actor;
import onward.flow.run.Cancellation;
import onward.flow.run.Run;
import onward.store.Store;
import onward.store.table.ApiKeys;
import onward.store.table.RunControl;
import onward.store.table.RunControl.Cancelled;
import onward.store.table.RunControl.Retrying;
import onward.store.table.RunControl.Target;

/** Does to runs what callers of any face ask, and wakes those who have work then. How it is asked and told is up to them. */
final class RunKeeper {
    private final Store store;
    private final Bell bell;
    private final RunControl control;

    RunKeeper(Store store, Bell bell) {
        this.store = store;
        this.bell = bell;
        this.control = new RunControl(store);
    }

    /** Who calls. */
    Future<Actor> actor(Call call) {
        var keyId = call.holder().keyId();
        return ApiKeys.nameOf(store.client(), call.projectId(), keyId)
                .map(name -> Actor.apiKey(keyId, name.orElse(null)));
    }

    Future<Result<Cancelled>> cancel(Target target, Cancellation how) {
        return control.cancel(target, how).onSuccess(this::ring);
    }

    Future<Result<Run>> retry(Target target, Retrying how) {
        return control.retry(target, how).onSuccess(this::ring);
    }

    /** The runner has a run to move, or news of mails that were kept back. */
    private void ring(Result<?> done) {
        if (done.isOk()) {
            bell.ring(Address.WAKE_RUNNER);
            bell.ring(Address.FEED_RUNS);
        }
    }
}
