package onward.trial.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DatabaseTest {
    private final Database db = new Database();
    private final Table<Rows.Span> table = db.enablements;
    private final Transaction one = db.begin(null);
    private final Transaction other = db.begin(null);

    @Test
    void what_is_not_committed_is_seen_by_its_own_transaction_alone() {
        table.insert(one, "key", span(1));

        assertThat(table.at("key").seenBy(one)).isEqualTo(span(1));
        assertThat(table.at("key").seenBy(other)).isNull();

        db.commit(one);

        assertThat(table.at("key").seenBy(other)).isEqualTo(span(1));
    }

    @Test
    void a_key_that_another_is_about_to_insert_has_to_be_waited_for() {
        table.insert(one, "key", span(1));

        assertThatThrownBy(() -> table.insert(other, "key", span(2))).isSameAs(Mishap.BLOCKED);
        assertThat(db.blocker).isSameAs(one);

        db.commit(one);

        assertThat(table.insert(other, "key", span(2))).isFalse();
    }

    @Test
    void a_key_whose_insert_was_rolled_back_is_free() {
        table.insert(one, "key", span(1));
        db.abort(one);

        assertThat(table.insert(other, "key", span(2))).isTrue();
        db.commit(other);
        assertThat(table.rows()).hasSize(1);
        assertThat(table.at("key").value).isEqualTo(span(2));
    }

    @Test
    void a_row_is_held_until_its_transaction_ends() {
        Row<Rows.Span> row = committed();
        table.lock(one, row);

        assertThatThrownBy(() -> table.write(other, row, span(2))).isSameAs(Mishap.BLOCKED);
        db.abort(one);
        table.write(other, row, span(2));
        db.commit(other);

        assertThat(row.value).isEqualTo(span(2));
        assertThat(row.holder).isNull();
    }

    @Test
    void a_rollback_leaves_everything_as_it_was() {
        Row<Rows.Span> row = committed();
        table.write(one, row, null);
        table.insert(one, "more", span(3));
        assertThat(row.seenBy(one)).isNull();

        db.abort(one);

        assertThat(row.seenBy(other)).isEqualTo(span(1));
        assertThat(table.at("more")).isNull();
    }

    @Test
    void a_deleted_row_frees_its_key() {
        Row<Rows.Span> row = committed();
        table.write(one, row, null);

        db.commit(one);

        assertThat(table.rows()).isEmpty();
        assertThat(table.insert(other, "key", span(2))).isTrue();
    }

    @Test
    void an_advisory_lock_is_given_back_at_the_end() {
        db.latch(one, 7);
        db.latch(one, 7);

        assertThatThrownBy(() -> db.latch(other, 7)).isSameAs(Mishap.BLOCKED);
        db.commit(one);
        db.latch(other, 7);

        assertThat(other.latches).containsExactly(7);
    }

    private Row<Rows.Span> committed() {
        Transaction before = db.begin(null);
        table.insert(before, "key", span(1));
        db.commit(before);
        return table.at("key");
    }

    private static Rows.Span span(int version) {
        return new Rows.Span(0, version, 0, 1);
    }
}
