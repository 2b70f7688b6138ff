package io.gatehouse.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.gatehouse.server.log.LogEvent;
import io.gatehouse.server.seam.SystemClock;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The package table of docs/ARCHITECTURE.md. Think hard before you change this: every arrow that is added here is one
 * that everybody has to know from then on.
 */
final class HouseRulesTest {
    private static final String HOUSE = "io.gatehouse.server";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(HOUSE);

    private static String room(String name) {
        return HOUSE + "." + name + "..";
    }

    /** Only this room may know that library. */
    private static ArchRule alone(String room, String... library) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library);
    }

    /** This room may know no other room but these. */
    private static ArchRule knowsOnly(String room, String... others) {
        String[] allowed = new String[others.length + 1];
        allowed[0] = room(room);
        for (int i = 0; i < others.length; i++) {
            allowed[i + 1] = room(others[i]);
        }
        DescribedPredicate<JavaClass> elsewhere = resideInAnyPackage(HOUSE + "..")
                .and(DescribedPredicate.not(resideInAnyPackage(allowed)))
                .as("other rooms than %s", String.join(", ", allowed));
        return noClasses().that().resideInAPackage(room(room)).should().dependOnClassesThat(elsewhere);
    }

    @Test
    void eachLibraryIsKnownToOneRoom() {
        alone(HOUSE, "picocli..").check(CLASSES);
        alone(room("transport"), "io.netty..").check(without("metrics"));
        alone(room("pipeline"), "com.lmax..").check(CLASSES);
        alone(room("roster"), "net.openhft..", "de.siegmar..").check(CLASSES);
        alone(room("admin"), "io.javalin..", "org.eclipse.jetty..").check(CLASSES);
        alone(room("metrics"), "io.micrometer..", "io.prometheus..").check(CLASSES);
        alone(room("log"), "ch.qos.logback..").check(CLASSES);
    }

    /** The metrics room binds Netty's own allocator figures and nothing else of it. */
    private static JavaClasses without(String room) {
        return CLASSES.that(DescribedPredicate.not(resideInAnyPackage(room(room))));
    }

    @Test
    void roomsKnowOnlyTheirNeighbours() {
        knowsOnly("seam").check(CLASSES);
        knowsOnly("roster").check(CLASSES);
        knowsOnly("engine", "roster").check(CLASSES);
        knowsOnly("log", "seam").check(CLASSES);
        knowsOnly("metrics", "engine", "log", "seam").check(CLASSES);
        knowsOnly("journal", "engine", "roster", "seam").check(CLASSES);
        knowsOnly("pipeline", "engine", "journal", "metrics", "roster", "seam").check(CLASSES);
        knowsOnly("session", "pipeline", "engine", "log", "metrics", "roster", "seam")
                .check(CLASSES);
        knowsOnly("transport", "session", "pipeline", "engine", "log", "metrics")
                .check(CLASSES);
        knowsOnly("admin", "log", "metrics").check(CLASSES);
    }

    @Test
    void nobodyImportsTheRoot() {
        noClasses()
                .that()
                .resideOutsideOfPackage(HOUSE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(HOUSE)
                .check(CLASSES);
    }

    @Test
    void noCycles() {
        slices().matching(HOUSE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theEngineIsPure() {
        noClasses()
                .that()
                .resideInAPackage(room("engine"))
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("java..", "io.gatehouse.proto..", room("engine"), room("roster"))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(room("engine"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..", "org.slf4j..")
                .check(CLASSES);
    }

    @Test
    void clockChanceAndDiskStandBehindTheirSeams() {
        ArchRule clock = noClasses()
                .that()
                .resideOutsideOfPackage(room("seam"))
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callConstructor(java.util.Random.class);
        clock.check(CLASSES);
        noClasses()
                .that()
                .haveNameNotMatching(".*journal\\.(FileDisk|ChannelFile|DirectWrites)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.nio.channels.FileChannel.class)
                .check(CLASSES);
    }

    /** Every warning has an event, and so a counter. */
    @Test
    void nobodyWarnsButByAnEvent() {
        warnsByEvent().check(CLASSES);
    }

    private static ArchRule warnsByEvent() {
        DescribedPredicate<JavaMethodCall> warning = DescribedPredicate.describe(
                "a warning of a logger",
                call -> call.getTargetOwner().isEquivalentTo(org.slf4j.Logger.class)
                        && List.of("warn", "error", "atWarn", "atError", "atLevel", "makeLoggingEventBuilder")
                                .contains(call.getName()));
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName(LogEvent.class.getName())
                .should()
                .callMethodWhere(warning);
    }

    /** A rule that can't fail is none: each kind is broken on purpose once. */
    @Test
    void theRulesCanFail() {
        assertTrue(CLASSES.contain(SystemClock.class.getName()));
        assertThrows(AssertionError.class, () -> knowsOnly("engine").check(CLASSES));
        assertThrows(
                AssertionError.class, () -> alone(room("seam"), "com.lmax..").check(CLASSES));
        assertThrows(
                AssertionError.class,
                () -> noClasses().should().callMethod(System.class, "nanoTime").check(CLASSES));
    }
}
