package onward.trial;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What of the trial may see what of the product, held against the compiled classes. */
class TrialArchitectureTest {
    private static final JavaClasses TRIAL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("onward.trial");

    /** What looks at a server from outside must not know what is in it. */
    @Test
    void only_the_simulator_sees_the_core() {
        noClasses()
                .that()
                .resideOutsideOfPackage("onward.trial.simulate..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("onward.flow..")
                .check(TRIAL);
    }

    @Test
    void nothing_sees_another_room_of_the_product() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "onward.store..",
                        "onward.bus..",
                        "onward.channel..",
                        "onward.engine..",
                        "onward.api..",
                        "onward.web..",
                        "onward.app..")
                .check(TRIAL);
    }

    /** A world that looked at a clock or at the outside would not go the same way twice. */
    @Test
    void the_simulator_needs_the_core_and_the_jdk_alone() {
        classes()
                .that()
                .resideInAPackage("onward.trial.simulate..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "onward.trial.simulate..",
                        "onward.trial.check..",
                        "onward.flow..",
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "java.io..",
                        "java.nio.file..")
                .check(TRIAL);
        noClasses()
                .that()
                .resideInAPackage("onward.trial.simulate..")
                .and()
                .doNotBelongToAnyOf(onward.trial.simulate.SimulateCommand.class)
                .and()
                .doNotHaveSimpleName("Tally")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(TRIAL);
    }

    @Test
    void no_packages_form_a_cycle() {
        slices().matching("onward.trial.(*)..").should().beFreeOfCycles().check(TRIAL);
    }
}
