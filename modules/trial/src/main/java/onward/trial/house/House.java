package onward.trial.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** All processes of one trial. Closing kills them: what they hold is only ever a trial's. */
public final class House implements AutoCloseable {
    /** The key that the servers are told to accept. */
    public static final String API_KEY = "re_trial_0123456789abcdef";

    private final Disk disk;
    private final Postgres postgres;
    private final List<Node> nodes = new ArrayList<>();
    private final Thread hook = new Thread(this::killAll, "trial-stop");

    private final ScheduledExecutorService keeper = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "keeper");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param smtpPorts one for each node
     * @param ownDisk the database gets a small file system of its own
     */
    public House(Programs programs, Path home, List<Integer> smtpPorts, boolean ownDisk) {
        disk = ownDisk ? new Disk(home.resolve("disk"), home.resolve("disk.log")) : null;
        postgres = new Postgres(programs.postgres(), home, disk);
        Runtime.getRuntime().addShutdownHook(hook);
        postgres.initialise();
        postgres.start();
        for (int i = 0; i < smtpPorts.size(); i++) {
            nodes.add(new Node(
                    "n" + (i + 1),
                    programs,
                    home,
                    Map.of(
                            "ONWARD_HOST",
                            "127.0.0.1",
                            "ONWARD_DATABASE_URL",
                            postgres.uri(),
                            "ONWARD_API_KEY",
                            API_KEY,
                            "ONWARD_SMTP_URL",
                            "smtp://127.0.0.1:" + smtpPorts.get(i) + "?tls=none")));
        }
        keeper.scheduleWithFixedDelay(() -> nodes.forEach(Node::keepUp), 1, 1, TimeUnit.SECONDS);
    }

    public Postgres postgres() {
        return postgres;
    }

    /** Where the database is; null unless it has a disk of its own. */
    public Disk disk() {
        return disk;
    }

    public List<Node> nodes() {
        return nodes;
    }

    public void bringUp() {
        postgres.start();
        nodes.forEach(Node::bringUp);
    }

    @Override
    public void close() {
        killAll();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void killAll() {
        keeper.shutdownNow();
        nodes.forEach(Node::kill);
        postgres.stopAtOnce();
        if (disk != null) {
            disk.close();
        }
    }
}
