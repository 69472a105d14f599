package org.gaunt.cli;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The arrows of {@code docs/architecture.md}; this module sees every other that is published. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {

    private JavaClasses gaunt;

    @BeforeAll
    void read() {
        gaunt = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.gaunt");
    }

    @Test
    void everyModuleIsSeen() {
        assertThat(gaunt.stream().map(JavaClass::getPackageName))
                .contains(
                        "org.gaunt.o3",
                        "org.gaunt.kernel",
                        "org.gaunt.atoms",
                        "org.gaunt.learn",
                        "org.gaunt.potential",
                        "org.gaunt.sim.socket",
                        "org.gaunt.cli");
    }

    @Test
    void arrowsRunUpward() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("files")
                .definedBy("org.gaunt.files..")
                .layer("o3")
                .definedBy("org.gaunt.o3..")
                .layer("product")
                .definedBy("org.gaunt.product..")
                .layer("decomposition")
                .definedBy("org.gaunt.decomposition..")
                .layer("linalg")
                .definedBy("org.gaunt.linalg..")
                .layer("form")
                .definedBy("org.gaunt.form..")
                .layer("kernel")
                .definedBy("org.gaunt.kernel..")
                .layer("autodiff")
                .definedBy("org.gaunt.autodiff..")
                .layer("plan")
                .definedBy("org.gaunt.plan..")
                .layer("nn")
                .definedBy("org.gaunt.nn..")
                .layer("optim")
                .definedBy("org.gaunt.optim..")
                .layer("atoms")
                .definedBy("org.gaunt.atoms..")
                .layer("learn")
                .definedBy("org.gaunt.learn..")
                .layer("potential")
                .definedBy("org.gaunt.potential..")
                .layer("regression")
                .definedBy("org.gaunt.regression..")
                .layer("sim")
                .definedBy("org.gaunt.sim..")
                .layer("cli")
                .definedBy("org.gaunt.cli..")
                .whereLayer("files")
                .mayNotAccessAnyLayer()
                .whereLayer("o3")
                .mayNotAccessAnyLayer()
                .whereLayer("product")
                .mayOnlyAccessLayers("o3")
                .whereLayer("decomposition")
                .mayOnlyAccessLayers("linalg", "o3", "product")
                .whereLayer("kernel")
                .mayOnlyAccessLayers("linalg", "o3", "product", "form")
                .whereLayer("linalg")
                .mayNotAccessAnyLayer()
                .whereLayer("form")
                .mayOnlyAccessLayers("linalg", "o3", "product")
                .whereLayer("autodiff")
                .mayOnlyAccessLayers("linalg", "o3", "product", "form", "kernel")
                .whereLayer("plan")
                .mayOnlyAccessLayers("linalg", "o3", "product", "form", "kernel", "autodiff")
                .whereLayer("nn")
                .mayOnlyAccessLayers("linalg", "o3", "product", "form", "kernel", "autodiff", "plan")
                .whereLayer("optim")
                .mayOnlyAccessLayers("files", "linalg", "o3", "product", "form", "kernel", "autodiff", "nn")
                .whereLayer("atoms")
                .mayOnlyAccessLayers("files")
                .whereLayer("learn")
                .mayOnlyAccessLayers(
                        "files",
                        "linalg",
                        "o3",
                        "product",
                        "decomposition",
                        "form",
                        "kernel",
                        "autodiff",
                        "nn",
                        "optim")
                .whereLayer("sim")
                .mayOnlyAccessLayers("files", "linalg", "atoms", "learn", "potential")
                .whereLayer("potential")
                .mayOnlyAccessLayers(
                        "linalg",
                        "o3",
                        "product",
                        "decomposition",
                        "form",
                        "kernel",
                        "autodiff",
                        "plan",
                        "nn",
                        "optim",
                        "files",
                        "atoms",
                        "learn")
                .whereLayer("regression")
                .mayOnlyAccessLayers(
                        "files", "linalg", "o3", "product", "form", "kernel", "autodiff", "nn", "optim", "learn")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .check(gaunt);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.gaunt.(**)").should().beFreeOfCycles().check(gaunt);
    }

    @Test
    void onlyKernelsUseTheVectorModule() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.gaunt.kernel..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator.vector..")
                .check(gaunt);
    }

    @Test
    void onlyMainEndsTheProcess() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.gaunt.cli.Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(gaunt);
    }

    @Test
    void onlyTheCommandLineWritesToTheTerminal() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.gaunt.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(gaunt);
    }

    @Test
    void staticsAreFinal() {
        fields().that()
                .areStatic()
                .and()
                .doNotHaveModifier(SYNTHETIC)
                .should()
                .beFinal()
                .check(gaunt);
    }

    @Test
    void librariesUseNoUserInterface() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.gaunt.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.awt..", "javax.swing..", "picocli..", "org.knowm.xchart..", "me.tongfei..")
                .check(gaunt);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes()
                .that()
                .areTopLevelClasses()
                .should(new ArchCondition<JavaClass>("lie in a @NullMarked package") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                        events.add(new SimpleConditionEvent(
                                type, marked, type.getPackageName() + " has no @NullMarked package-info"));
                    }
                })
                .check(gaunt);
    }

    /** The rule on statics must be able to fail: it sees a static that is not final. */
    @Test
    void aStaticThatChangesIsFound() {
        JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
        assertThat(offender.get(Offender.class).getFields())
                .anyMatch(field -> field.getModifiers().contains(STATIC) && !isFinal(field));
    }

    private static boolean isFinal(JavaField field) {
        return field.getModifiers().contains(FINAL);
    }

    private static final class Offender {
        @SuppressWarnings("unused")
        static int changes;
    }
}
