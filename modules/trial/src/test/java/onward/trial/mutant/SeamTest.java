package onward.trial.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeamTest {

    @TempDir
    Path scratch;

    @Test
    void every_point_and_every_other_seam_applies_and_compiles() {
        Path classes = built();

        assertThat(classes.resolve("onward/seam/Seam.class")).exists();
        assertThat(classes.resolve("onward/bus/Bell.class")).exists();
        assertThat(SeamPatches.points()).hasSizeGreaterThanOrEqualTo(12).doesNotHaveDuplicates();
        assertThat(SeamPatches.agent(classes)).isNotEmptyFile();
    }

    @Test
    void a_class_that_asks_for_the_time_asks_the_nodes_clock() throws Exception {
        Path classes = built();
        Path asking = new Overlay(Product.home(), List.of(), scratch.resolve("asking"))
                .with("x/src/main/java/asking/Asking.java", """
                        package asking;
                        public class Asking implements java.util.function.Supplier<String> {
                            public String get() {
                                java.util.function.Supplier<java.time.Instant> now = java.time.Instant::now;
                                long wide = 5_000_000_000L;
                                return now.get() + " " + java.time.Instant.now() + " "
                                        + java.time.Instant.ofEpochMilli(System.currentTimeMillis()) + wide;
                            }
                        }
                        """)
                .build();
        Files.writeString(scratch.resolve("clock"), "-3600000000");
        System.setProperty("onward.seams", scratch.toString());

        try (var loader = new Transforming(classes, asking)) {
            String told = (String) loader.loadClass("asking.Asking")
                    .getMethod("get")
                    .invoke(loader.loadClass("asking.Asking").getConstructor().newInstance());

            String today = java.time.Instant.now().toString().substring(0, 10);
            assertThat(told).doesNotContain(today).contains(" ");
            assertThat(told.split(" "))
                    .allSatisfy(one -> assertThat(one)
                            .startsWith(java.time.Instant.now()
                                    .minusSeconds(3_600_000)
                                    .toString()
                                    .substring(0, 10)));
        } finally {
            System.clearProperty("onward.seams");
        }
    }

    private Path built() {
        return SeamPatches.in(new Overlay(Product.home(), Product.classPath(), scratch.resolve("seams")))
                .build();
    }

    /** Loads as Java does that was started with the agent. */
    private static final class Transforming extends URLClassLoader {
        private final Path asking;

        Transforming(Path seams, Path asking) throws IOException {
            super(new URL[] {seams.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
            this.asking = asking;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!name.startsWith("asking.")) {
                return super.findClass(name);
            }
            try {
                byte[] bytes = Files.readAllBytes(asking.resolve(name.replace('.', '/') + ".class"));
                var agent = loadClass("onward.seam.ClockAgent").getDeclaredConstructor();
                agent.setAccessible(true);
                var transformer = (java.lang.instrument.ClassFileTransformer) agent.newInstance();
                byte[] changed = transformer.transform(this, name.replace('.', '/'), null, null, bytes);
                return defineClass(name, changed, 0, changed.length);
            } catch (IOException | ReflectiveOperationException | java.lang.instrument.IllegalClassFormatException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
