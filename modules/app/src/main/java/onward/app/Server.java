package onward.app;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import onward.app.config.Config;
import onward.app.home.DataLock;
import onward.app.home.SecretKey;
import onward.app.home.StartRefused;
import onward.app.metrics.AdminVerticle;
import onward.app.metrics.Measured;
import onward.app.metrics.Scrape;
import onward.bus.Address;
import onward.bus.Bell;
import onward.bus.LocalCodec;
import onward.flow.fact.Ids;
import onward.store.Migrations;
import onward.store.Store;
import onward.store.embedded.EmbeddedPostgres;
import onward.store.table.ApiKeys;
import onward.store.table.Projects;

/** One running server: everything in its order, and back in the reverse order. */
public final class Server implements AutoCloseable {
    private static final int STAGE_SECONDS_MAX = 30;

    private final Config config;
    private final Closing closing = new Closing();
    private final AtomicInteger port = new AtomicInteger();
    private final AtomicInteger adminPort = new AtomicInteger();
    private final AtomicInteger busPort = new AtomicInteger();
    private Measured measured;
    private Vertx vertx;
    private Store store;
    private Wiring wiring;
    private UUID projectId;
    private String firstKey;
    private String passwordLink;

    private Server(Config config) {
        this.config = config;
    }

    /**
     * Blocks until the server is ready.
     *
     * @throws StartRefused when the world does not fit: a directory in use, a port taken
     */
    public static Server start(Config config) {
        Server server = new Server(config);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "onward-stop"));
        try {
            server.start();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Stops accepting, finishes what is under way, closes the pool, stops the database. Once; it may be called again. */
    @Override
    public void close() {
        closing.close();
    }

    public Config config() {
        return config;
    }

    public Vertx vertx() {
        return vertx;
    }

    public Store store() {
        return store;
    }

    public UUID projectId() {
        return projectId;
    }

    /** Where it is reached. */
    public String url() {
        return config.publicUrl(port.get());
    }

    /** Where metrics are asked for; empty where they are not told. */
    public Optional<String> metricsUrl() {
        return measured == null
                ? Optional.empty()
                : Optional.of("http://" + config.adminHost() + ":" + adminPort.get() + AdminVerticle.PATH);
    }

    /** Where the TCP event-bus bridge listens; 0 where it is closed. */
    public int busPort() {
        return busPort.get();
    }

    /** Where a program on this machine reaches it, whatever the outside world calls it. */
    public String localUrl() {
        return "http://127.0.0.1:" + port.get();
    }

    /** Mails may be sealed before anybody listens. */
    private String reachedAt() {
        return config.publicUrl(port.get() == 0 ? config.port() : port.get());
    }

    /** The token of the key that this start made, which nobody can ask for again. */
    public Optional<String> firstKey() {
        return Optional.ofNullable(firstKey);
    }

    /** Where the owner of the dashboard chooses a password, while there is none. */
    public Optional<String> passwordLink() {
        return Optional.ofNullable(passwordLink).map(path -> url() + path);
    }

    String mailWords() {
        return wiring.mailWords();
    }

    private void start() {
        String uri = config.databaseUrl() == null ? embeddedDatabase() : config.databaseUrl();
        String schema = Migrations.run(uri);
        openPool(uri);
        firstBoot();
        wiring = new Wiring(config, vertx, store, SecretKey.of(config), this::reachedAt);
        closing.add("the channels", () -> await(wiring.closeChannels()));
        passwordLink = await(wiring.prepareLogin()).orElse(null);
        if (measured != null) {
            var admin =
                    new AdminVerticle(config.adminHost(), config.adminPort(), new Scrape(store, measured), adminPort);
            listening("metrics", config.adminHost(), config.adminPort(), "--admin-port", vertx.deployVerticle(admin));
        }
        wiring.workers().forEach((name, worker) -> deploy(name, vertx.deployVerticle(worker, new DeploymentOptions())));
        openBus();
        listen(new Health(store, schema));
    }

    private void openBus() {
        if (config.busPort() >= 0) {
            var bridge = vertx.deployVerticle(wiring.busBridge(busPort));
            listening("the event-bus bridge", config.host(), config.busPort(), "--bus-port", bridge);
        }
    }

    private String embeddedDatabase() {
        DataLock lock = DataLock.take(config.data());
        closing.add("the lock of the data directory", lock::close);
        EmbeddedPostgres postgres = EmbeddedPostgres.start(config.data());
        closing.add("PostgreSQL", postgres::stop);
        return postgres.uri();
    }

    private void openPool(String uri) {
        vertx = newVertx();
        closing.add("Vert.x", () -> await(vertx.close()));
        LocalCodec.register(vertx.eventBus());
        store = Store.open(vertx, uri, Store.CONNECTIONS_DEFAULT);
        closing.add("the connections to the database", () -> await(store.close()));
    }

    /** What it does is measured only where somebody may ask. */
    private Vertx newVertx() {
        if (config.adminPort() == null) {
            return Vertx.vertx();
        }
        measured = new Measured();
        return Vertx.builder().with(Measured.options()).withMetrics(measured).build();
    }

    /** One project exists from the first boot, and a key to it that was told to somebody. */
    private void firstBoot() {
        Ids ids = Ids.from(new SecureRandom());
        await(store.transaction(tx -> store.now(tx)
                .compose(now -> Projects.ensureDefault(tx, now, ids)
                        .onSuccess(id -> projectId = id)
                        .compose(id -> ApiKeys.any(tx))
                        .compose(found -> {
                            if (config.apiKey() != null) {
                                return ApiKeys.ensure(tx, projectId, config.apiKey(), now, ids);
                            }
                            return found
                                    ? Future.<Void>succeededFuture()
                                    : ApiKeys.create(tx, projectId, "first", ApiKeys.FULL_ACCESS, now, ids)
                                            .onSuccess(key -> firstKey = key.token())
                                            .<Void>mapEmpty();
                        }))));
    }

    private void listen(Health health) {
        var options = new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        var deployed = vertx.deployVerticle(
                () -> new HttpVerticle(
                        config.host(),
                        config.port(),
                        router -> {
                            health.mount(router);
                            wiring.mount(router);
                        },
                        port),
                options);
        listening("HTTP", config.host(), config.port(), "--port", deployed);
        closing.add("readiness", () -> {
            health.drain();
            new Bell(vertx.eventBus()).ringHere(Address.DRAIN);
        });
    }

    private void listening(String name, String host, int wanted, String flag, Future<String> deployment) {
        try {
            deploy(name, deployment);
        } catch (IllegalStateException e) {
            throw new StartRefused("Expected to listen on " + host + ":" + wanted + ", found: "
                    + e.getCause().getMessage() + ". Choose another port with " + flag + ".");
        }
    }

    private void deploy(String name, Future<String> deployment) {
        String id = await(deployment);
        closing.add(name, () -> await(vertx.undeploy(id)));
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(STAGE_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e.getMessage(), e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
