package onward.trial.sink;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import onward.trial.evidence.Lines;
import onward.trial.evidence.MailKey;
import onward.trial.evidence.Session;

/** Listens on one port per node and writes down what happens, in memory and as a line of JSON each. */
public final class Sink implements AutoCloseable {
    /** How many mails a slow mail server takes seconds for, in hundredths: more than the servers can wait for. */
    private static final int SLOW_PERCENT = 60;
    /** How often one mail is made to come again: from then on its waits would outlast the trial. */
    private static final int TROUBLES_MAX = 5;

    private final List<ServerSocket> doors = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();
    private final Map<MailKey, Integer> troubles = new HashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "sink");
        thread.setDaemon(true);
        return thread;
    });
    private final Lines log;
    private final Random random;
    private volatile boolean misbehaves;
    private volatile boolean isSlow;

    public Sink(int nodes, long seed, Path logFile) throws IOException {
        this.random = new Random(seed);
        this.log = new Lines(logFile);
        for (int i = 0; i < nodes; i++) {
            ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            doors.add(door);
            String node = "n" + (i + 1);
            threads.execute(() -> listen(door, node));
        }
    }

    public List<Integer> ports() {
        return doors.stream().map(ServerSocket::getLocalPort).toList();
    }

    /**
     * @param faulty a quarter of the mails meets some mischief
     * @param slow most mails are acknowledged after seconds only
     */
    public void misbehave(boolean faulty, boolean slow) {
        misbehaves = faulty;
        isSlow = slow;
    }

    /** What was seen so far. */
    public synchronized List<Session> sessions() {
        return List.copyOf(sessions);
    }

    synchronized Mischief draw(boolean connection) {
        Mischief drawn = misbehaves ? Mischief.draw(random, connection) : Mischief.NONE;
        boolean isSlowOne = isSlow && !connection && random.nextInt(100) < SLOW_PERCENT;
        return drawn == Mischief.NONE && isSlowOne ? Mischief.HANG : drawn;
    }

    /** What was drawn for a mail, unless it had its share before. */
    synchronized Mischief spared(MailKey mail, Mischief drawn) {
        if (!drawn.costsAnAttempt()) {
            return drawn;
        }
        return troubles.merge(mail, 1, Integer::sum) > TROUBLES_MAX ? Mischief.NONE : drawn;
    }

    synchronized int drawMillis(int least, int most) {
        return least + random.nextInt(most - least);
    }

    long nextNumber() {
        return numbers.incrementAndGet();
    }

    synchronized void note(Session session) {
        sessions.add(session);
        log.write(line(session));
    }

    private static JsonObject line(Session session) {
        return new JsonObject()
                .put("number", session.number())
                .put("node", session.node())
                .put("connected_at", session.connectedAt().toString())
                .put("mail_at", session.mailAt().toString())
                .put("from", session.from())
                .put("to", session.to())
                .put("data_at", String.valueOf(session.dataAt()))
                .put("dot_at", String.valueOf(session.dotAt()))
                .put("message_id", session.messageId())
                .put("hash", session.hash())
                .put("reply", session.reply())
                .put("flushed", session.flushed())
                .put("ended_at", session.endedAt().toString())
                .put("mischief", session.mischief());
    }

    private void listen(ServerSocket door, String node) {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                threads.execute(() -> new Talk(this, node, socket).run());
            } catch (IOException closed) {
                return; // the trial is over
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket door : doors) {
            door.close();
        }
        threads.shutdownNow();
        log.close();
    }
}
