package onward.channel.smtp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import onward.channel.Claim;
import onward.channel.Receipt;
import onward.channel.Receipt.Accepted;
import onward.channel.Receipt.Deferred;
import onward.channel.Receipt.Refused;
import onward.channel.Receipt.Unclear;
import onward.channel.Sealed;
import onward.flow.message.Envelope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The receipt follows from the phase in which things went wrong, and from nothing else. */
class SmtpPhasesTest {
    private static final Timeouts SHORT =
            new Timeouts(Duration.ofSeconds(2), Duration.ofMillis(700), Duration.ofSeconds(2), Duration.ofMillis(300));
    private static final int BIG_BODY_LINES = 400_000;

    private Vertx vertx;
    private ScriptedRelay relay;
    private SmtpChannel channel;

    @BeforeEach
    void open() throws IOException {
        vertx = Vertx.vertx();
        relay = new ScriptedRelay();
        channel = channel(relay.url());
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
        channel.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }

    private SmtpChannel channel(SmtpUrl url) {
        return new SmtpChannel(vertx, url, (SSLSocketFactory) SSLSocketFactory.getDefault(), SHORT);
    }

    private Receipt deliver() throws Exception {
        return deliver(Sealed.mail().envelope());
    }

    private Receipt deliver(Envelope envelope) throws Exception {
        return deliver(List.of(envelope)).get(0);
    }

    private List<Receipt> deliver(List<Envelope> envelopes) throws Exception {
        return channel.deliver(envelopes)
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, SECONDS);
    }

    @Test
    void a_250_after_the_dot_is_accepted_with_its_words() throws Exception {
        relay.on("DOT", "250 2.0.0 queued as 4Xyz");

        assertThat(deliver()).isEqualTo(new Accepted("250 2.0.0 queued as 4Xyz"));
        assertThat(relay.letters()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "GREETING, 421 too busy",
        "GREETING, 554 go away",
        "MAIL, 451 try later",
        "MAIL, 421 closing",
        "MAIL, 530 authentication required",
        "RCPT, 450 greylisted",
        "RCPT, 421 closing",
        "DATA, 451 try later",
        "DATA, 421 closing",
        "DOT, 451 try later",
        "DOT, 452 full",
        "DOT, 421 closing"
    })
    void not_now_is_deferred(String phase, String answer) throws Exception {
        relay.on(phase, answer);

        assertThat(deliver())
                .isInstanceOf(Deferred.class)
                .extracting(Receipt::reply)
                .asString()
                .contains(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "GREETING, 421 too busy, true",
        "GREETING, 554 go away, true",
        "GREETING, (drop), true",
        "GREETING, (silence), true",
        "EHLO, (drop), true",
        "MAIL, (drop), true",
        "MAIL, (silence), true",
        "MAIL, 421 closing, true",
        "MAIL, 530 authentication required, true",
        "MAIL, 451 try later, false",
        "RCPT, 421 closing, true",
        "RCPT, 450 greylisted, false",
        "RCPT, (drop), false",
        "DATA, 421 closing, true",
        "DATA, 451 try later, false",
        "DATA, (drop), false",
        "DOT, 421 closing, true",
        "DOT, 452 full, false"
    })
    void what_says_nothing_about_the_recipient_counts_against_the_host(String phase, String answer, boolean isOfHost)
            throws Exception {
        relay.on(phase, answer);

        assertThat(deliver())
                .isInstanceOfSatisfying(
                        Deferred.class,
                        deferred -> assertThat(deferred.isOfHost()).isEqualTo(isOfHost));
    }

    @Test
    void a_relay_that_fails_in_a_row_is_spared_and_what_waits_for_it_is_deferred_at_once() throws Exception {
        relay.on("GREETING", "421 too busy");
        for (int failure = 0; failure < Breaker.FAILURES_MAX; failure++) {
            deliver();
        }

        var receipts = deliver(List.of(Sealed.to("ada@example.com"), Sealed.to("bob@example.com")));

        assertThat(relay.sessions()).isEqualTo(Breaker.FAILURES_MAX);
        assertThat(receipts).hasSize(2).allSatisfy(receipt -> {
            assertThat(receipt.reply()).contains("in a row");
            assertThat(((Deferred) receipt).pause()).isBetween(Duration.ofNanos(1), Breaker.OPEN_FIRST);
        });
    }

    @Test
    void recipients_that_are_refused_or_not_taken_now_spare_no_relay() throws Exception {
        relay.on("RCPT", "550 no such user", "450 greylisted", "550 no such user", "450 greylisted", "450 later");
        for (int failure = 0; failure < Breaker.FAILURES_MAX; failure++) {
            deliver();
        }
        relay.on("RCPT", "250 ok");

        assertThat(deliver()).isInstanceOf(Accepted.class);
    }

    @Test
    void a_letter_that_hangs_holds_its_own_connection_and_the_others_go_on() throws Exception {
        relay.on("DOT", ScriptedRelay.SILENCE, "250 ok");

        var receipts = deliver(Collections.nCopies(20, Sealed.mail().envelope()));

        assertThat(receipts).filteredOn(Unclear.class::isInstance).hasSize(1);
        assertThat(receipts).filteredOn(Accepted.class::isInstance).hasSize(19);
        assertThat(relay.sessions()).isLessThanOrEqualTo(SmtpChannel.SMTP_LANES + 1);
    }

    @Test
    void a_claim_that_ended_on_the_way_takes_the_letter_back_before_its_dot() throws Exception {
        var looks = new AtomicInteger();

        var receipt = deliver(() -> looks.incrementAndGet() <= 2);

        assertThat(receipt)
                .isInstanceOf(Deferred.class)
                .extracting(Receipt::reply)
                .asString()
                .contains("lease ran out");
        assertThat(relay.commands()).contains("DATA").doesNotContain("QUIT");
        assertThat(relay.letters()).isEmpty();
        assertThat(deliver(Claim.ALWAYS)).isInstanceOf(Accepted.class);
        assertThat(relay.sessions()).isEqualTo(2);
    }

    @Test
    void a_claim_that_ended_while_it_dialled_begins_no_letter() throws Exception {
        var looks = new AtomicInteger();

        var receipt = deliver(() -> looks.incrementAndGet() == 1);

        assertThat(receipt)
                .isInstanceOf(Deferred.class)
                .extracting(Receipt::reply)
                .asString()
                .contains("lease ran out");
        assertThat(relay.commands()).isNotEmpty().noneMatch(command -> command.startsWith("MAIL"));
        assertThat(deliver(Claim.ALWAYS)).isInstanceOf(Accepted.class);
    }

    @Test
    void a_claim_that_ended_before_its_turn_opens_no_connection() throws Exception {
        assertThat(deliver(() -> false)).isInstanceOfSatisfying(Deferred.class, receipt -> {
            assertThat(receipt.reply()).contains("lease ran out");
            assertThat(receipt.isOfHost())
                    .as("counts as no attempt of the mail")
                    .isTrue();
        });

        assertThat(relay.sessions()).isZero();
    }

    private Receipt deliver(Claim claim) throws Exception {
        return channel.deliver(List.of(Sealed.mail().envelope()), claim)
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, SECONDS)
                .get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 550 sender unknown",
        "RCPT, 550 no such user",
        "RCPT, 554 policy",
        "DATA, 554 no valid recipients",
        "DOT, 554 looks like spam",
        "DOT, 552 too big"
    })
    void never_is_refused(String phase, String answer) throws Exception {
        relay.on(phase, answer);

        var receipt = deliver();
        assertThat(receipt).isInstanceOf(Refused.class);
        assertThat(receipt.reply()).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({"GREETING", "EHLO", "MAIL", "RCPT", "DATA"})
    void a_line_lost_before_the_dot_is_deferred(String phase) throws Exception {
        relay.on(phase, ScriptedRelay.DROP);

        assertThat(deliver()).isInstanceOf(Deferred.class);
        assertThat(relay.letters()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"GREETING", "MAIL", "RCPT", "DATA"})
    void silence_before_the_dot_is_deferred(String phase) throws Exception {
        relay.on(phase, ScriptedRelay.SILENCE);

        assertThat(deliver())
                .isInstanceOf(Deferred.class)
                .extracting(Receipt::reply)
                .asString()
                .contains("in time");
    }

    @ParameterizedTest
    @CsvSource({"GREETING", "MAIL", "RCPT", "DATA"})
    void nonsense_before_the_dot_is_deferred(String phase) throws Exception {
        relay.on(phase, "wat is this");

        assertThat(deliver()).isInstanceOf(Deferred.class);
        assertThat(relay.letters()).isEmpty();
    }

    @Test
    void a_line_lost_in_the_middle_of_the_body_is_deferred() throws Exception {
        relay.on("BODY", ScriptedRelay.DROP);
        var mail = Sealed.mail();
        mail.text = "a line of a long letter\n".repeat(BIG_BODY_LINES);

        assertThat(deliver(mail.envelope())).isInstanceOf(Deferred.class);
        assertThat(relay.letters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ScriptedRelay.DROP,
                ScriptedRelay.SILENCE,
                "wat is this",
                "250-half" + ScriptedRelay.CUT_SHORT,
                "25" + ScriptedRelay.CUT_SHORT,
                "999 out of range"
            })
    void without_a_reply_to_the_dot_nobody_knows(String answer) throws Exception {
        relay.on("DOT", answer);

        assertThat(deliver()).isInstanceOf(Unclear.class);
        assertThat(relay.letters()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"RCPT, 550 no such user", "DOT, 554 looks like spam"})
    void a_refusal_stands_when_the_relay_hangs_up_behind_it(String phase, String answer) throws Exception {
        relay.on(phase, answer).on("RSET", ScriptedRelay.DROP);

        var receipt = deliver();
        assertThat(receipt).isInstanceOf(Refused.class);
        assertThat(receipt.reply()).isEqualTo(answer);
        relay.on(phase, "250 ok");
        assertThat(deliver()).isInstanceOf(Accepted.class);
    }

    @Test
    void a_relay_that_is_down_defers() throws Exception {
        relay.close();

        assertThat(deliver())
                .isInstanceOf(Deferred.class)
                .extracting(Receipt::reply)
                .asString()
                .contains("reached");
    }

    @Test
    void a_reply_of_many_lines_is_cut_for_people() throws Exception {
        relay.on("DOT", "250-" + "x".repeat(64 * 1024) + "\r\n250 done");

        var receipt = deliver();

        assertThat(receipt).isInstanceOf(Accepted.class);
        assertThat(receipt.reply()).hasSize(Receipt.REPLY_CHARS_MAX).doesNotContain("\r", "\n");
    }

    @Test
    void letters_share_a_connection_also_after_a_refusal() throws Exception {
        relay.on("RCPT", "250 ok", "550 no such user", "250 ok");

        assertThat(deliver()).isInstanceOf(Accepted.class);
        assertThat(deliver()).isInstanceOf(Refused.class);
        assertThat(deliver()).isInstanceOf(Accepted.class);

        assertThat(relay.sessions()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {ScriptedRelay.DROP, "421 idle for too long"})
    void a_kept_line_that_died_is_replaced_at_once(String farewell) throws Exception {
        relay.on("MAIL", "250 ok", farewell, "250 ok");

        assertThat(deliver()).isInstanceOf(Accepted.class);
        assertThat(deliver()).isInstanceOf(Accepted.class);

        assertThat(relay.sessions()).isEqualTo(2);
        assertThat(relay.letters()).hasSize(2);
    }

    @Test
    void a_fresh_line_that_dies_is_not_tried_twice() throws Exception {
        relay.on("MAIL", ScriptedRelay.DROP);

        assertThat(deliver()).isInstanceOf(Deferred.class);

        assertThat(relay.sessions()).isEqualTo(1);
    }

    @Test
    void one_bad_recipient_leaves_the_rest_of_the_batch_alone() throws Exception {
        relay.on("RCPT", "250 ok", "550 no such user", "250 ok");
        var injected = Sealed.mail();
        injected.subject = "Hi\r\nBcc: eve@example.com";

        var receipts = deliver(List.of(
                Sealed.to("ada@example.com"),
                Sealed.to("bob@example.com"),
                injected.envelope(),
                Sealed.to("cyd@example.com")));

        assertThat(receipts).filteredOn(Accepted.class::isInstance).hasSize(2);
        assertThat(receipts).filteredOn(Refused.class::isInstance).hasSize(2);
        assertThat(receipts.get(2)).isInstanceOf(Refused.class);
        assertThat(relay.letters()).hasSize(2);
    }

    @Test
    void a_letter_to_several_names_those_who_were_left_out() throws Exception {
        relay.on("RCPT", "250 ok", "550 no such user");
        var mail = Sealed.mail();
        mail.to = List.of("ada@example.com", "bob@example.com");

        var receipt = deliver(mail.envelope());

        assertThat(receipt).isInstanceOf(Accepted.class);
        assertThat(receipt.reply()).contains("not taken for <bob@example.com>: 550 no such user");
        assertThat(((Accepted) receipt).leftOut())
                .containsExactly(new Receipt.LeftOut("bob@example.com", "550 no such user", true, true));
    }

    @Test
    void a_recipient_who_is_left_out_is_not_named_to_the_relay() throws Exception {
        var mail = Sealed.mail();
        mail.to = List.of("ada@example.com", "Bob <Bob@example.com>");
        mail.cc = List.of("ADA@example.com");

        assertThat(deliver(mail.envelope().leavingOut(List.of("bob@example.com"))))
                .isInstanceOf(Accepted.class);

        assertThat(relay.commands().stream().filter(command -> command.startsWith("RCPT")))
                .containsExactly("RCPT TO:<ada@example.com>");
        assertThat(relay.letters().get(0)).contains("Bob <Bob@example.com>");
    }

    @ParameterizedTest
    @CsvSource({
        "550 5.1.1 no such user,            true",
        "550-5.1.1 gone,                    true",
        "550 5.1.10 null MX,                true",
        "553 5.2.1 disabled,                true",
        "550 no such user,                  true",
        "551 User not local,                true",
        "550 5.7.1 no such user here,       false",
        "550 relaying denied,               false",
        "550 blocked for spam,              false",
        "552 5.2.2 mailbox full,            false",
        "554 no such user,                  false",
        "450 4.1.1 no such user,            false",
    })
    void only_words_about_the_mailbox_say_that_it_is_gone(String words, boolean isGone) {
        var reply = new Reply(Integer.parseInt(words.substring(0, 3)), words);

        assertThat(Mailbox.isGone(reply)).isEqualTo(isGone);
    }

    @Test
    void tls_that_is_required_but_not_offered_defers() throws Exception {
        channel = channel(relay.url("?tls=required"));

        assertThat(deliver().reply()).contains("TLS is required");
        assertThat(relay.commands()).noneMatch(command -> command.startsWith("MAIL"));
    }

    @Test
    void tls_that_is_refused_or_breaks_defers() throws Exception {
        relay.on("EHLO", "250-relay.example\r\n250 STARTTLS").on("STARTTLS", "454 no TLS now", "220 go on");
        channel = channel(relay.url("?tls=required"));

        assertThat(deliver())
                .isInstanceOf(Deferred.class)
                .extracting(Receipt::reply)
                .asString()
                .contains("TLS");
        assertThat(deliver()).isInstanceOf(Deferred.class);
        assertThat(relay.commands()).noneMatch(command -> command.startsWith("MAIL"));
    }

    @Test
    void tls_is_not_missed_where_it_is_optional() throws Exception {
        channel = channel(relay.url("?tls=starttls"));

        assertThat(deliver()).isInstanceOf(Accepted.class);
    }

    @Test
    void a_refused_login_defers_and_keeps_the_password() throws Exception {
        relay.on("EHLO", "250-relay.example\r\n250 AUTH PLAIN").on("AUTH", "535 5.7.8 wrong");
        channel = channel(relay.urlWithLogin("ada:geheim", "?tls=none"));

        var receipt = deliver();

        assertThat(receipt).isInstanceOf(Deferred.class);
        assertThat(receipt.reply())
                .contains("login was refused", "535 5.7.8 wrong")
                .doesNotContain("geheim");
    }

    @Test
    void a_login_that_is_not_offered_defers() throws Exception {
        channel = channel(relay.urlWithLogin("ada:geheim", "?tls=none"));

        assertThat(deliver().reply()).isEqualTo("A login is asked for, but the relay offers none");
    }

    @Test
    void a_mail_that_must_not_go_out_any_more_is_given_back_before_the_relay_hears_of_it() throws Exception {
        var receipt = deliver(new Claim() {
            @Override
            public boolean holds() {
                return true;
            }

            @Override
            public boolean allows(UUID envelope) {
                return false;
            }
        });

        assertThat(receipt)
                .isInstanceOfSatisfying(
                        Deferred.class,
                        deferred -> assertThat(deferred.isOfHost()).isTrue());
        assertThat(relay.commands()).isEmpty();
    }

    @Test
    void closing_says_goodbye() throws Exception {
        assertThat(deliver()).isInstanceOf(Accepted.class);

        channel.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
        relay.ended().get(10, SECONDS);

        assertThat(relay.commands()).endsWith("QUIT");
    }

    @Test
    void dots_and_long_lines_arrive_as_they_were() throws Exception {
        var mail = Sealed.mail();
        mail.html = null;
        mail.text = ".\n..\n.hidden\nbefore\n.\nafter\n" + "long ".repeat(400) + "\nend.";

        deliver(mail.envelope());

        var composed = new String(Letter.of(mail.envelope()).value().bytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(relay.letters().get(0).lines())
                .containsExactlyElementsOf(composed.lines().toList());
        assertThat(relay.letters().get(0).lines()).allMatch(line -> line.length() <= 998);
    }

    @Test
    void the_same_envelope_is_the_same_bytes_on_the_wire() throws Exception {
        deliver();
        deliver();

        assertThat(relay.letters()).hasSize(2);
        assertThat(relay.letters().get(0)).isEqualTo(relay.letters().get(1));
    }
}
