package onward.app;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The plan of the house, as docs/architecture.md draws it, held against the compiled classes. */
class ArchitectureTest {
    /** Which rooms a room may see; what is not listed is forbidden. Arrows go down, never sideways. */
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "flow", Set.of(),
            "store", Set.of("flow"),
            "bus", Set.of("flow"),
            "channel", Set.of("flow"),
            "engine", Set.of("flow", "store", "bus", "channel"),
            "api", Set.of("flow", "store", "bus"),
            "web", Set.of("flow", "store", "bus"),
            "app", Set.of("flow", "store", "bus", "channel", "engine", "api", "web"),
            "trial", Set.of("flow"),
            "bench", Set.of("flow", "store"));

    private static final Pattern SLEEP = Pattern.compile("\\bThread\\s*\\.\\s*sleep\\b|\\bTimeUnit\\b.*\\.sleep\\(");

    /** In a whole build the tests of store arrive in a jar of their own. */
    private static final ImportOption NO_TEST_JARS = location -> !location.contains("-tests.jar");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(NO_TEST_JARS)
            .importPackages("onward");

    @Test
    void arrows_go_down_never_sideways() {
        ARROWS.forEach((room, seen) -> noClasses()
                .that()
                .resideInAPackage("onward." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden(room, seen))
                .allowEmptyShould(true)
                .check(HOUSE));
    }

    @Test
    void every_class_stands_in_a_room() {
        String[] rooms =
                ARROWS.keySet().stream().map(room -> "onward." + room + "..").toArray(String[]::new);

        classes().should().resideInAnyPackage(rooms).check(HOUSE);
    }

    @Test
    void no_packages_form_a_cycle() {
        slices().matching("onward.(**)").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void flow_needs_the_jdk_alone_and_looks_at_no_clock() {
        classes()
                .that()
                .resideInAPackage("onward.flow..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "onward.flow..",
                                "java.lang..",
                                "java.util..",
                                "java.time..",
                                "java.math..",
                                "java.nio.charset..",
                                "java.security..",
                                "java.text..")
                        // Tables of characters and parsers, no network.
                        .or(name("java.net.IDN"))
                        .or(name("java.net.URI"))
                        .or(name("java.net.URISyntaxException"))
                        .or(name("java.net.URLEncoder")))
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage("onward.flow..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(HOUSE);
    }

    @Test
    void only_store_speaks_sql() {
        noClasses()
                .that()
                .resideOutsideOfPackage("onward.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.vertx.pgclient..", "java.sql..", "javax.sql..", "org.postgresql..", "org.flywaydb..")
                .check(HOUSE);
        // A transaction is handed through the rooms above, but only store may ask it anything.
        noClasses()
                .that()
                .resideOutsideOfPackage("onward.store..")
                .should()
                .callMethodWhere(target(owner(resideInAPackage("io.vertx.sqlclient.."))))
                .check(HOUSE);
    }

    @Test
    void only_channels_and_the_commands_that_are_clients_call_out() {
        noClasses()
                .that()
                .resideOutsideOfPackages("onward.channel..", "onward.app.send..", "onward.app.code..", "onward.trial..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("io\\.vertx\\.core\\.net\\.NetClient.*"
                        + "|io\\.vertx\\.core\\.http\\.(HttpClient|WebSocketClient).*"
                        + "|io\\.vertx\\.ext\\.(web\\.client|mail)\\..*"
                        + "|java\\.net\\.http\\..*|java\\.net\\.(Socket|URLConnection|HttpURLConnection|DatagramSocket)"
                        + "|jakarta\\.mail\\..*")
                .check(HOUSE);
    }

    @Test
    void no_test_waits_by_the_clock() throws IOException {
        List<Path> sources = sources();

        assertThat(sources).as("sources found").hasSizeGreaterThan(20);
        assertThat(sources.stream().filter(ArchitectureTest::sleeps)).isEmpty();
    }

    private static String[] forbidden(String room, Set<String> seen) {
        return ARROWS.keySet().stream()
                .filter(other -> !other.equals(room) && !seen.contains(other))
                .map(other -> "onward." + other + "..")
                .toArray(String[]::new);
    }

    private static boolean sleeps(Path source) {
        try {
            return SLEEP.matcher(Files.readString(source)).find();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Path> sources() throws IOException {
        Path root = ProjectFiles.root();
        try (Stream<Path> modules = Files.walk(root.resolve("modules"));
                Stream<Path> web = Files.walk(root.resolve("web"))) {
            return Stream.concat(modules, web)
                    .filter(file ->
                            file.toString().endsWith(".java") && file.toString().contains("/src/"))
                    .toList();
        }
    }
}
