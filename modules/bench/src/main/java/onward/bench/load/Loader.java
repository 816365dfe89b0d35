package onward.bench.load;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import onward.bench.house.BenchCut;

/** Sends requests from one thread over kept connections, one under way on each, as fast as it goes or at a rate. */
public final class Loader {
    private static final IntToLongFunction AT_ONCE = null;
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(60);

    private final URI server;
    private final int connections;

    public Loader(URI server, int connections) {
        this.server = server;
        this.connections = connections;
    }

    /** As fast as the answers come, until the time is over or so many were sent. */
    public Sent flat(IntFunction<byte[]> requests, int most, Duration time) {
        return run(requests, most, time, AT_ONCE);
    }

    /** At a steady rate whatever the answers; what is late counts from when it should have been sent. */
    public Sent steady(IntFunction<byte[]> requests, double perSecond, Duration time) {
        int most = (int) Math.max(1, perSecond * time.toNanos() / 1e9);
        return run(requests, most, time.multipliedBy(10), number -> (long) (number * 1e9 / perSecond));
    }

    /** So many at once every second, until all were sent. */
    public Sent bursts(IntFunction<byte[]> requests, int most, int perBurst) {
        Duration time = Duration.ofSeconds(most / perBurst + 1L).multipliedBy(10);
        return run(requests, most, time, number -> TimeUnit.SECONDS.toNanos(number / perBurst));
    }

    private Sent run(IntFunction<byte[]> requests, int most, Duration time, IntToLongFunction schedule) {
        try (Selector selector = Selector.open()) {
            return new Round(selector, requests, most, schedule).run(time);
        } catch (IOException e) {
            throw new BenchCut("Expected the server to answer, found:", e);
        }
    }

    /** One call of the loader. */
    private final class Round {
        private final Selector selector;
        private final IntFunction<byte[]> requests;
        private final int most;
        private final IntToLongFunction schedule;
        private final Sent sent = new Sent();
        private final Deque<Line> idle = new ArrayDeque<>();
        private final List<Line> lines = new ArrayList<>();
        private int next;

        Round(Selector selector, IntFunction<byte[]> requests, int most, IntToLongFunction schedule)
                throws IOException {
            this.selector = selector;
            this.requests = requests;
            this.most = most;
            this.schedule = schedule;
            for (int i = 0; i < connections; i++) {
                Line line = new Line(server);
                line.channel().register(selector, SelectionKey.OP_READ, line);
                lines.add(line);
                idle.add(line);
            }
        }

        Sent run(Duration time) throws IOException {
            long begun = sent.begun();
            long end = begun + time.toNanos();
            while (next < most && System.nanoTime() < end || idle.size() < connections) {
                mustAnswer(end);
                long wait = send(begun, end);
                await(wait);
                for (SelectionKey key : selector.selectedKeys()) {
                    receive((Line) key.attachment());
                }
                selector.selectedKeys().clear();
            }
            sent.end();
            for (Line line : lines) {
                line.close();
            }
            return sent;
        }

        private void mustAnswer(long end) {
            if (System.nanoTime() - end > ANSWER_PATIENCE.toNanos()) {
                throw new BenchCut("Expected all requests to be answered within " + ANSWER_PATIENCE.toSeconds()
                        + " s after the last, found " + (connections - idle.size()) + " without an answer.");
            }
        }

        /** Sends what is to be sent now; the nanoseconds until there is more to send. */
        private long send(long begun, long end) throws IOException {
            long now = System.nanoTime();
            while (!idle.isEmpty() && next < most && now < end) {
                long due = schedule == AT_ONCE ? now : begun + schedule.applyAsLong(next);
                if (due > now) {
                    return due - now;
                }
                idle.poll().send(next, requests.apply(next));
                sent.sent(due);
                next++;
            }
            return TimeUnit.MILLISECONDS.toNanos(100);
        }

        /** The selector counts in milliseconds; for less it is asked at once. */
        private void await(long nanos) throws IOException {
            if (nanos < 1_000_000) {
                selector.selectNow();
                Thread.onSpinWait();
            } else {
                selector.select(Math.max(1, nanos / 1_000_000));
            }
        }

        private void receive(Line line) throws IOException {
            String answer = line.answer();
            if (answer != null) {
                sent.answered(line.request, answer);
                line.request = -1;
                idle.add(line);
            }
        }
    }
}
