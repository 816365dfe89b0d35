package onward.store.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import onward.store.Store;
import onward.store.TestDatabase;

/** It costs the same however much lies there: the planner believes in ten million finished runs ({@code grown.sql}). */
class HotPathPlansTest extends HotPathPlans {
    @Override
    void fill(Store store) throws Exception {
        try (var grown = HotPathPlansTest.class.getResourceAsStream("/grown.sql")) {
            String sql = new String(grown.readAllBytes(), UTF_8);
            done(store.client()
                    .query(sql.replace(":project", "'" + TestDatabase.PROJECT + "'::uuid"))
                    .execute());
        }
    }
}
