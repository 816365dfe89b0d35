package onward.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What of the bench may see what of the product, held against the compiled classes. */
class BenchArchitectureTest {
    private static final JavaClasses BENCH = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("onward.bench");

    /** What measures a server from outside must not share its code: then it would measure itself. */
    @Test
    void only_the_micro_benchmarks_see_the_core() {
        noClasses()
                .that()
                .resideOutsideOfPackage("onward.bench.micro..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("onward.flow..", "onward.store..")
                .check(BENCH);
    }

    @Test
    void nothing_sees_another_room_of_the_product() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "onward.bus..",
                        "onward.channel..",
                        "onward.engine..",
                        "onward.api..",
                        "onward.web..",
                        "onward.app..",
                        "onward.trial..")
                .check(BENCH);
    }

    @Test
    void no_packages_form_a_cycle() {
        slices().matching("onward.bench.(*)..").should().beFreeOfCycles().check(BENCH);
    }
}
