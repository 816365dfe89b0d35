package onward.bench.work;

/** What each workload is, in words for whoever runs it. */
final class Help {
    private Help() {}

    static final String W1_SUMMARY = "welcome: an event in; mail, condition, mail; two mails to a channel that counts";

    static final String W1 = """
            An event in, one POST each; a run of trigger, mail, condition on the payload and mail, each step durable;
            two mails to a channel that takes and counts them. At full load, then at 30 % of what it did, then with 25
            events a second; then raw: the same rows by COPY, single-row commits, a bare HTTP server.

            Look at w1_to_rows first: runs a second beside its own rows by the fastest insert. Then at CPU per 1,000
            runs, commits and WAL per run, which explain it. Faults: a run, step or mail is missing.
            """;

    static final String W2_SUMMARY =
            "park: runs that wait for an event; half are resumed, half time out at one instant";

    static final String W2 = """
            Starts --count runs that wait for an event with a timeout, each of a person of its own who is there already.
            Half of them start as fast as it goes (starts) and are resumed by an event each (resumes). The other half
            starts in bursts, one a second, each burst with a timeout a second shorter than the one before, so that
            all end together; how far their instants lie apart is told. Timeouts a second count from the first due
            instant to the last commit.

            In between, with all at rest: what a parked run takes in the database with its indexes (run, trail, wait;
            its event beside), and the server's heap, collected, before and with all of them.

            Faults: a run is missing, ended otherwise, or timed out early; or timeouts came while runs were still
            resumed, which a slower machine avoids with fewer runs.
            """;

    static final String W3_SUMMARY = "fan-out: one event, 200 automations of trigger and condition";

    static final String W3 = """
            Sends --count events at once, each of which starts a run of 200 automations (trigger, condition on the
            payload): events and runs a second until the last is complete. Then 30 % of that rate for --seconds: from
            the answer to an event until the last of its 200 runs is complete.
            """;

    static final String W4_SUMMARY = "tail: W1 beside a million parked runs, and on an empty database at the same time";

    static final String W4 = """
            Starts two servers with a database each. One gets --count parked runs of a person each, and --finished runs
            whose wait timed out, by inserts that copy rows which the server wrote itself; then vacuum, analyze,
            checkpoint. Both are warmed up and loaded with W1 in turns (empty, beside, beside, empty) for --seconds
            each, then both at 30 % of what the empty one did.

            Look at w4_full_to_empty: 1 is what is wanted, 0.85 the least. It takes about 3 KiB of disk for each run
            that is filled in, and says so when there is too little; a million takes some minutes.
            Needs the embedded database, for it needs two.
            """;

    static final String PAGES_SUMMARY = "pages: how long each page of the dashboard takes beside a million runs";

    static final String PAGES = """
            Fills in --count runs, a tenth of them parked, as w4 does it, and warms up with events of W1; then asks for
            every page of the dashboard 200 times, one after the other, as a reader does.

            Look at pages_worst_p95_millis: 100 ms is the most it should be. Faults: a page that does not answer 200.
            """;

    static final String W5_SUMMARY = "mail: runs of one mail each, by SMTP to a sink on this machine";

    static final String W5 = """
            Sends --count events, each a run of one mail to one recipient, which leaves by SMTP over kept connections
            to a sink that runs in a process of its own, takes everything and keeps nothing. Mails a second from the
            first final dot to the last; "once all were sealed" is the rest of them, when nothing else was left to do.
            Beside it what the same sink takes from a bare client over as many connections.

            Faults: a mail too many or too few, or one with more than one recipient.
            """;

    static final String RAW_SUMMARY = "the ceilings alone: W1's rows by COPY, single-row commits, bare HTTP";

    static final String RAW = """
            What this machine takes at most: W1's own rows with all indexes by COPY, event, run and three steps with
            primary keys alone, single-row commits of 1 and 8 clients, and a server that answers JSON and does nothing
            else.
            """;
}
