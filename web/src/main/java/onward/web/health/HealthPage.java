package onward.web.health;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import onward.store.Store;
import onward.store.page.SelfCheck;
import onward.web.health.HealthView.Question;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/** {@code GET /dashboard/health}: is a run stuck, is anything left behind? */
public final class HealthPage {
    private static final Duration SPAN = Duration.ofHours(1);

    private final Store store;

    public HealthPage(Store store) {
        this.store = store;
    }

    public Future<Shown> show(Visit visit) {
        return SelfCheck.run(store.client(), visit.now(), visit.now().minus(SPAN))
                .map(results -> new Shown("health", "health", view(results)));
    }

    private static HealthView view(List<SelfCheck.Result> results) {
        var questions = results.stream().map(HealthPage::question).toList();
        return new HealthView(questions.stream().allMatch(Question::isWell), "hour", questions);
    }

    private static Question question(SelfCheck.Result result) {
        return new Question(
                result.name().replace('_', ' '),
                result.isWell(),
                result.faults().stream().map(SelfCheck.Fault::words).toList(),
                result.isCut());
    }
}
