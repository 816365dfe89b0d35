package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.flow.message.Address;
import onward.flow.message.Attachment;
import onward.flow.message.Envelope;
import onward.flow.message.MailEvent;
import onward.flow.message.MailReport;
import onward.store.Statements;
import onward.store.Times;
import onward.store.json.JsonWriter;
import onward.store.table.Devices.Gone;
import onward.store.table.Suppressions.Bad;

/**
 * How envelopes leave: lease, deliver, settle. A lease carries a fence, a number that grows with every lease
 * of the envelope; who settles under an older one changes nothing.
 */
public final class Outbox {
    /** How much may be attached to the mails of one lease, in bytes; a mail with more is leased alone. */
    public static final long ATTACHED_BYTES_MAX = 32L * 1024 * 1024;

    /** How many mails of one run are kept back at once; those beyond are when their turn comes. */
    private static final int KEPT_BACK_MAX = 200;

    /** What a mail server that has no such mailbox means (RFC 3463, section 3.2). */
    private static final String MAILBOX_GONE = "5.1.1";

    private static final Statements SQL = Envelopes.SQL;

    private Outbox() {}

    /**
     * The right to attempt a delivery until the lease ends.
     *
     * @param attempt which attempt it is, from 1
     * @param leftBehind the attempt before ended without an answer
     * @param hasReached an attempt before was for some of the recipients, who need no other
     * @param barred why there may be no attempt, for example {@code contact unsubscribed}; else null
     */
    public record Lease(
            Envelope envelope,
            String channel,
            int attempt,
            long fence,
            boolean leftBehind,
            boolean hasReached,
            String barred) {

        public boolean isBarred() {
            return barred != null;
        }

        private Lease attaching(Map<UUID, List<Attachment>> files) {
            var own = files.getOrDefault(envelope.id(), List.of());
            return new Lease(envelope.attaching(own), channel, attempt, fence, leftBehind, hasReached, barred);
        }
    }

    /**
     * What became of an attempt.
     *
     * @param dueAt when the next one is due; null when there is none
     * @param sentAt null unless it was accepted
     * @param at when it was known
     * @param isOfHost the attempt said nothing about this envelope and is not counted
     * @param reached recipients, by key, who need no further attempt though others do; null when nothing is to be kept
     * @param bounced recipients, by key, whose mailbox is not there, and get no more mail; of a push its device when it is
     *     gone
     */
    public record Settlement(
            Lease lease,
            String state,
            String lastEvent,
            Instant dueAt,
            Instant sentAt,
            String lastReply,
            Instant at,
            boolean isOfHost,
            List<String> reached,
            List<String> bounced) {

        /** Of an attempt that counts. */
        public Settlement(
                Lease lease,
                String state,
                String lastEvent,
                Instant dueAt,
                Instant sentAt,
                String lastReply,
                Instant at) {
            this(lease, state, lastEvent, dueAt, sentAt, lastReply, at, false, null, List.of());
        }

        /** Of an attempt that says nothing about the envelope. */
        public Settlement uncounted() {
            return new Settlement(lease, state, lastEvent, dueAt, sentAt, lastReply, at, true, reached, bounced);
        }

        /** With recipients who need no further attempt. */
        public Settlement reaching(List<String> keys) {
            return new Settlement(lease, state, lastEvent, dueAt, sentAt, lastReply, at, isOfHost, keys, bounced);
        }

        /** With recipients whose mailbox is not there. */
        public Settlement bouncing(List<String> keys) {
            return new Settlement(lease, state, lastEvent, dueAt, sentAt, lastReply, at, isOfHost, reached, keys);
        }
    }

    /**
     * Takes the longest due envelopes of the channels, those left behind by a dead attempt among them. Those that are
     * barred are to be settled in the same transaction. Of mails with attachments it takes as many as {@link
     * #ATTACHED_BYTES_MAX} has room for, and always one.
     */
    public static Future<List<Lease>> lease(SqlClient tx, Set<String> channels, Instant now, Instant until, int limit) {
        return tx.preparedQuery(SQL.get("lease"))
                .execute(Tuple.of(
                        Times.toSql(now),
                        channels.toArray(String[]::new),
                        limit,
                        ATTACHED_BYTES_MAX,
                        Times.toSql(until)))
                .compose(rows -> attached(tx, rows));
    }

    private static Future<List<Lease>> attached(SqlClient tx, RowSet<Row> rows) {
        var leases = Columns.list(rows, Outbox::lease).stream()
                .sorted(Comparator.comparing(l -> l.envelope().id()))
                .toList();
        var having = new ArrayList<Envelope>();
        rows.forEach(row -> {
            if (row.getLong("attached_bytes") > 0 && row.getString("barred") == null) {
                having.add(Envelopes.envelope(row));
            }
        });
        return having.isEmpty()
                ? Future.succeededFuture(leases)
                : Attachments.of(tx, having)
                        .map(files ->
                                leases.stream().map(l -> l.attaching(files)).toList());
    }

    /**
     * What became of leases that were to be kept.
     *
     * @param leases how many are still ours
     * @param barred the ids of envelopes among them that must not go out any more
     */
    public record Renewed(int leases, Set<UUID> barred) {}

    /** Keeps leases that are still ours, for a delivery that takes long, and looks again at who may be written to. */
    public static Future<Renewed> renew(SqlClient client, List<Lease> leases, Instant until) {
        var rows = Columns.of(leases);
        var tuple = Tuple.of(
                Times.toSql(until),
                rows.uuids(l -> l.envelope().projectId()),
                rows.uuids(l -> l.envelope().id()),
                rows.longs(Lease::fence));
        return client.preparedQuery(SQL.get("renew")).execute(tuple).map(kept -> {
            Set<UUID> barred = new HashSet<>();
            kept.forEach(row -> {
                if (row.getBoolean("barred")) {
                    barred.add(row.getUUID("id"));
                }
            });
            return new Renewed(kept.size(), Set.copyOf(barred));
        });
    }

    /** How many leases were still ours, and how many of the settled mails somebody waited for news of. */
    public record Settled(int leases, int told) {}

    /** Records what became of attempts, with an event for each, received when it was known, where somebody listens. */
    public static Future<Settled> settle(SqlClient client, List<Settlement> settlements, Ids ids) {
        var rows = Columns.of(settlements);
        var tuple = Tuple.of(
                rows.uuids(s -> s.lease().envelope().projectId()),
                rows.uuids(s -> s.lease().envelope().id()),
                rows.longs(s -> s.lease().fence()),
                rows.texts(Settlement::state),
                rows.texts(Settlement::lastEvent),
                rows.times(Settlement::dueAt),
                rows.times(Settlement::sentAt),
                rows.texts(Settlement::lastReply),
                rows.times(Settlement::at),
                rows.booleans(Settlement::isOfHost),
                rows.uuids(s -> ids.next(s.at())),
                rows.texts(s -> isPush(s) ? null : event(s).name()),
                rows.jsons(s -> isPush(s) ? null : event(s).payload(s.lease().envelope(), s.at())),
                rows.jsons(Settlement::reached));
        return client.preparedQuery(SQL.get("settle"))
                .execute(tuple)
                .map(result -> Columns.firstOrNull(
                        result, row -> new Settled(row.getInteger("settled"), row.getInteger("told"))));
    }

    private static boolean isPush(Settlement settlement) {
        return settlement.lease().envelope().isPush();
    }

    /** The devices that settlements found gone. */
    public static List<Gone> gone(List<Settlement> settlements) {
        return settlements.stream()
                .filter(settlement ->
                        isPush(settlement) && !settlement.bounced().isEmpty())
                .map(settlement -> settlement.lease().envelope())
                .map(envelope -> new Gone(
                        envelope.projectId(),
                        envelope.push().deviceId(),
                        envelope.push().to().address()))
                .toList();
    }

    /** The mailboxes that settlements found missing. */
    public static List<Bad> bad(List<Settlement> settlements) {
        var bad = new ArrayList<Bad>();
        settlements.stream().filter(settlement -> !isPush(settlement)).forEach(settlement -> {
            var mail = settlement.lease().envelope();
            settlement
                    .bounced()
                    .forEach(key -> bad.add(new Bad(mail.projectId(), key, Suppressions.BOUNCE, mail.id())));
        });
        return bad;
    }

    private static MailEvent event(Settlement settlement) {
        return settlement.lastEvent().equals("suppressed")
                ? MailEvent.suppressed(settlement.lease().barred(), settlement.lastReply())
                : event(settlement.lastEvent(), settlement.lastReply());
    }

    private static MailEvent event(String kind, String lastReply) {
        if (kind.equals("bounced")) {
            return MailReport.bounced(MAILBOX_GONE, lastReply, List.of(lastReply));
        }
        return kind.equals("failed")
                ? new MailEvent(kind, Map.of(kind, Map.of("reason", lastReply)))
                : MailEvent.of(kind);
    }

    /** What a mail that is out was known by, and what it is known by now. */
    public record Told(Envelopes.Posted before, boolean isBeyond, boolean isHeard) {}

    /**
     * Records what a provider tells of a mail; one that came further already keeps that. Empty when there is no such
     * mail.
     */
    public static Future<Optional<Told>> tell(
            SqlClient tx, UUID projectId, UUID id, MailEvent event, Instant occurredAt, Instant now, Ids ids) {
        return hold(tx, projectId, id)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : tell(tx, found.get(), event, occurredAt, now, ids).map(Optional::of));
    }

    private static Future<Told> tell(
            SqlClient tx, Envelopes.Posted mail, MailEvent event, Instant occurredAt, Instant now, Ids ids) {
        boolean isBeyond = event.isBeyond(mail.lastEvent());
        var tuple = Tuple.tuple()
                .addValue(isBeyond ? event.kind() : mail.lastEvent())
                .addValue(mail.envelope().projectId())
                .addValue(mail.envelope().id())
                .addValue(Times.toSql(now))
                .addValue(isBeyond && !event.kind().equals(mail.lastEvent()))
                .addValue(event.name())
                .addValue(JsonWriter.write(event.payload(mail.envelope(), occurredAt)))
                .addValue(Times.toSql(occurredAt))
                .addValue(ids.next(now));
        return tx.preparedQuery(SQL.get("tell"))
                .execute(tuple)
                .compose(rows -> Suppressions.add(tx, bad(mail.envelope(), event), now, ids)
                        .map(new Told(mail, isBeyond, rows.size() > 0)));
    }

    /** Of a mail to several the news has to name the one it is about, in {@code recipient}. */
    private static List<Bad> bad(Envelope mail, MailEvent event) {
        boolean isBounce =
                event.kind().equals("bounced") && isPermanent(event.detail().get("bounce"));
        boolean isComplaint = event.kind().equals("complained");
        var keys = mail.recipientKeys();
        String named = event.detail().get("recipient") instanceof String text ? Address.key(text) : null;
        String about = keys.contains(named) ? named : keys.size() == 1 ? keys.get(0) : null;
        return about == null || !(isBounce || isComplaint)
                ? List.of()
                : List.of(new Bad(
                        mail.projectId(), about, isBounce ? Suppressions.BOUNCE : Suppressions.COMPLAINT, mail.id()));
    }

    /** A bounce is one for good unless it says otherwise. */
    private static boolean isPermanent(Object bounce) {
        Object type = bounce instanceof Map<?, ?> told ? told.get("type") : null;
        return type == null || "permanent".equalsIgnoreCase(String.valueOf(type));
    }

    /** Moves a scheduled mail that nobody took yet to another time; false when there is none. */
    public static Future<Boolean> reschedule(
            SqlClient client, UUID projectId, UUID id, Instant scheduledAt, Instant now) {
        return client.preparedQuery(SQL.get("reschedule"))
                .execute(Tuple.of(projectId, id, Times.toSql(scheduledAt), Times.toSql(now)))
                .map(done -> done.rowCount() > 0);
    }

    /** Keeps a scheduled mail that nobody took yet from ever going out; false when there is none. */
    public static Future<Boolean> cancel(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("cancel"))
                .execute(Tuple.of(projectId, id))
                .map(done -> done.rowCount() > 0);
    }

    /** What became of the mails of a run that are not to go out: kept back, or already on their way. */
    public record KeptBack(int kept, int underWay) {
        /** Nothing was to be kept back. */
        public static final KeptBack NONE = new KeptBack(0, 0);
    }

    /**
     * Keeps the mails of a cancelled run from going out, as a lease would that finds them barred; those that somebody
     * has in hand are on their way, and looked at again when they come back.
     */
    public static Future<KeptBack> keepBack(SqlClient tx, RunRef run, Instant now, Ids ids) {
        return tx.preparedQuery(SQL.get("keep_back"))
                .execute(Tuple.of(run.projectId(), run.id(), KEPT_BACK_MAX, Times.toSql(now)))
                .map(rows -> Columns.list(rows, row -> suppressed(lease(row), now)))
                .compose(mails -> settleIfAny(tx, mails, ids)
                        .compose(done ->
                                tx.preparedQuery(SQL.get("not_out")).execute(Tuple.of(run.projectId(), run.id())))
                        .map(rows -> new KeptBack(
                                mails.size(), rows.iterator().next().getInteger("mails"))));
    }

    private static Settlement suppressed(Lease lease, Instant now) {
        String reply = "Not sent, because its " + lease.barred() + " since it was sealed.";
        return new Settlement(lease, "failed", "suppressed", null, null, reply, now);
    }

    private static Future<Void> settleIfAny(SqlClient tx, List<Settlement> settlements, Ids ids) {
        return settlements.isEmpty()
                ? Future.succeededFuture()
                : settle(tx, settlements, ids).mapEmpty();
    }

    /** A mail that nobody else changes until the transaction ends; empty when there is no such mail. */
    public static Future<Optional<Envelopes.Posted>> hold(SqlClient tx, UUID projectId, UUID id) {
        return tx.preparedQuery(SQL.get("hold"))
                .execute(Tuple.of(projectId, id))
                .compose(held -> Envelopes.find(tx, projectId, id));
    }

    /**
     * Puts a held mail whose state is {@code uncertain} back into the queue, due at once.
     *
     * @param lastReply who decided it, and what was known before
     */
    public static Future<Void> resend(SqlClient tx, Envelopes.Posted mail, String lastReply, Instant now) {
        return decide(tx, mail, "queued", now, null, lastReply);
    }

    /**
     * Takes a person's word for what became of a held mail whose state is {@code uncertain}, and tells those who listen.
     *
     * @param as sent or failed
     * @param lastReply who decided it, and what was known before
     */
    public static Future<Told> settleAs(
            SqlClient tx, Envelopes.Posted mail, String as, String lastReply, Instant now, Ids ids) {
        return decide(tx, mail, as, null, as.equals("sent") ? now : null, lastReply)
                .compose(done -> tell(tx, mail, event(as, lastReply), now, now, ids));
    }

    private static Future<Void> decide(
            SqlClient tx, Envelopes.Posted mail, String state, Instant dueAt, Instant sentAt, String lastReply) {
        var tuple = Tuple.tuple()
                .addValue(state)
                .addValue(Times.toSql(sentAt))
                .addValue(lastReply)
                .addValue(mail.envelope().projectId())
                .addValue(mail.envelope().id())
                .addValue(Times.toSql(dueAt));
        return tx.preparedQuery(SQL.get("decide")).execute(tuple).mapEmpty();
    }

    /** When the courier has work. */
    public static Future<NextDue> nextDue(SqlClient client, Instant now) {
        return client.preparedQuery(SQL.get("next_due"))
                .execute(Tuple.of(Times.toSql(now)))
                .map(rows -> Columns.firstOrNull(rows, NextDue::of));
    }

    private static Lease lease(Row row) {
        var envelope = Envelopes.envelope(row).leavingOut(Columns.texts(row, "left_out"));
        return new Lease(
                row.getUUID("device_id") == null ? envelope : envelope.pushing(Pushes.push(row)),
                row.getString("channel"),
                row.getInteger("attempts"),
                row.getLong("lease_fence"),
                row.getBoolean("left_behind"),
                row.getBoolean("has_reached"),
                row.getString("barred"));
    }
}
