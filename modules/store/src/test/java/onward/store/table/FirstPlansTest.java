package onward.store.table;

import onward.store.Store;

/** The first plans, which sessions keep while the tables fill, are made when nothing is there yet. */
class FirstPlansTest extends HotPathPlans {
    @Override
    void fill(Store store) {
        // A new database is empty.
    }
}
