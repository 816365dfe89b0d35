package onward.app;

import onward.app.config.SettingsPage;

/** What the commands are and what they take: the page a newcomer reads first. */
final class Help {
    private Help() {}

    static String text() {
        return """
                onward: event-driven automations on one process and one PostgreSQL.

                An application sends an event; every enabled automation that begins with it gets one durable run
                for that person; the run walks its steps (send a mail, wait for an event, branch, ...); every step is on
                record.

                Commands
                  onward start [flags]       start the server; the first start makes its database and an API key
                  onward demo [flags]        the same, with three automations and real shop events flowing in
                  onward send FILE [flags]   post a file of events to a running server (onward send --help)
                  onward check [flags]       ask a live database whether anything is stuck or lost (onward check --help)
                  onward rehearse A E        what automation A would have done to events E (onward rehearse --help)
                  onward doctor [flags]      what is wrong with machine, settings and database, and how to mend it
                  onward config [flags]      every setting in force, and who said so
                  onward migrate [flags]     bring the schema of the database forward, and end
                  onward keys V [flags]      list, create or revoke API keys, without a server
                  onward backup FILE         the embedded database in one file, while it runs
                  onward restore FILE        and back, into an empty data directory
                  onward operations DIR      write alert rules and a dashboard for Prometheus and Grafana
                  onward export|plan|apply|drift|prune PATH   automations as files (onward plan --help)
                  onward trial [flags]       kill servers and database under load, and check what was promised
                  onward bench W [flags]     how fast it is on this machine, beside what the machine can do at most
                  onward version             print the version
                  onward help                this page
                  onward help automations    every step type, operator and limit

                First steps
                  ./onward demo              then open http://127.0.0.1:4000/dashboard
                  ./onward start --port 4001 --data ./data
                  Ctrl-C (or SIGTERM) finishes what is under way and stops the database.

                Flags of start and demo; each can also be an environment variable, or a line of the file
                onward.properties in the data directory (--config FILE names another)
                """ + SettingsPage.forTerminal() + """

                Exit codes
                  0  done        1  the world does not fit (port taken, directory in use)        2  not understood
                """;
    }
}
