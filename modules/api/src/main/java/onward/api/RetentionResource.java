package onward.api;

import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.flow.fact.Problem;
import onward.store.Store;
import onward.store.page.Forecast;
import onward.store.table.Retention;
import onward.store.table.Retention.Sort;

/** {@code /policies/retention}: how many days the project keeps what. Our addition. */
final class RetentionResource {
    private static final String DAYS = "_days";

    private final Store store;

    RetentionResource(Store store) {
        this.store = store;
    }

    void register(Routes routes) {
        routes.get("/policies/retention", this::get)
                .put("/policies/retention", this::put)
                .delete("/policies/retention", this::delete)
                .get("/policies/retention/forecast", this::forecast);
    }

    private Future<Answer> get(Call call) {
        return Retention.find(store.client(), call.projectId()).map(days -> Answer.ok(body(days)));
    }

    /** Takes the place of what was, as a whole. */
    private Future<Answer> put(Call call) {
        Fields fields = call.fields();
        Map<Sort, Integer> days = new EnumMap<>(Sort.class);
        List<Problem> problems = new ArrayList<>();
        for (Sort sort : Sort.values()) {
            if (fields.has(field(sort))) {
                read(fields, sort, days, problems);
            }
        }
        fields.add(problems);
        fields.check();
        return call.now()
                .compose(now -> store.transaction(tx -> Retention.put(tx, call.projectId(), days, now)))
                .map(done -> Answer.ok(body(days)));
    }

    private static void read(Fields fields, Sort sort, Map<Sort, Integer> days, List<Problem> problems) {
        Object given = fields.raw(field(sort));
        boolean isWhole = given instanceof Number number
                && new BigDecimal(number.toString()).stripTrailingZeros().scale() <= 0;
        double value = given instanceof Number number ? number.doubleValue() : 0;
        if (isWhole && value >= 1 && value <= Retention.DAYS_MAX) {
            days.put(sort, (int) value);
        } else {
            problems.add(Problem.invalid(
                    field(sort),
                    "Expected a whole number of days from 1 to " + Retention.DAYS_MAX
                            + ", or null to keep it for ever, found something else"));
        }
    }

    private Future<Answer> delete(Call call) {
        return Retention.remove(store.client(), call.projectId())
                .map(done -> Answer.ok(Answer.body("object", "retention_policy", "deleted", true)));
    }

    private Future<Answer> forecast(Call call) {
        var policy = Retention.find(store.client(), call.projectId());
        var forecast = call.now().compose(now -> Forecast.of(store.client(), now));
        return Future.all(policy, forecast).map(all -> Answer.ok(forecast(policy.result(), forecast.result())));
    }

    private static Map<String, Object> forecast(Map<Sort, Integer> days, Map<Sort, Forecast> forecasts) {
        List<Object> rows = new ArrayList<>();
        for (Sort sort : Sort.values()) {
            Forecast forecast = forecasts.get(sort);
            Integer kept = days.get(sort);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", sort.word());
            row.put("rows", forecast.rows());
            row.put("bytes", forecast.bytes());
            row.put("rows_per_day", forecast.rowsPerDay());
            row.put("bytes_per_day", forecast.bytesPerDay());
            row.put("days", kept);
            row.put("bytes_after", kept == null ? null : forecast.bytesAfter(kept));
            rows.add(row);
        }
        return Answer.body("object", "retention_forecast", "data", rows);
    }

    private static Map<String, Object> body(Map<Sort, Integer> days) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("object", "retention_policy");
        for (Sort sort : Sort.values()) {
            body.put(field(sort), days.get(sort));
        }
        return body;
    }

    private static String field(Sort sort) {
        return sort.word() + DAYS;
    }
}
