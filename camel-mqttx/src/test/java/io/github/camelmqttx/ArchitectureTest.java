/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelmqttx;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Which package may use what. A rule whose packages are still empty passes.
 */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    static final String ROOT = "io.github.camelmqttx";

    private static final String INTERNAL = ROOT + ".internal.";
    private static final String[] PURE = { INTERNAL + "broker..", INTERNAL + "backoff..", INTERNAL + "topic.." };

    @ArchTest
    static final ArchRule netty_isUsed_onlyByItsDriver = noClasses().that().resideOutsideOfPackage(INTERNAL + "client.netty..")
            .should().dependOnClassesThat().resideInAPackage("io.netty..")
            .because("everything else talks to the client port").allowEmptyShould(true);

    @ArchTest
    static final ArchRule paho_isUsed_onlyByItsDriver = noClasses().that().resideOutsideOfPackage(INTERNAL + "client.paho..")
            .should().dependOnClassesThat().resideInAPackage("org.eclipse.paho..")
            .because("Paho is optional at run time").allowEmptyShould(true);

    @ArchTest
    static final ArchRule mvStore_isUsed_onlyByTheJournal = noClasses().that()
            .resideOutsideOfPackage(INTERNAL + "outbox.file..")
            .should().dependOnClassesThat().resideInAPackage("org.h2..")
            .because("MVStore is optional at run time").allowEmptyShould(true);

    @ArchTest
    static final ArchRule session_knows_neitherCamelNorADriver = noClasses().that().resideInAPackage(INTERNAL + "session..")
            .should().dependOnClassesThat().resideInAnyPackage("org.apache.camel..", "io.netty..", "org.eclipse.paho..",
                    INTERNAL + "client.netty..", INTERNAL + "client.paho..")
            .because("the state machine runs in unit tests on virtual time").allowEmptyShould(true);

    @ArchTest
    static final ArchRule outboxAndAck_know_noCamel = noClasses().that()
            .resideInAnyPackage(INTERNAL + "outbox..", INTERNAL + "ack..")
            .should().dependOnClassesThat().resideInAPackage("org.apache.camel..").allowEmptyShould(true);

    @ArchTest
    static final ArchRule broker_uses_onlyTheJdkAndOurExceptions = usesOnlyTheJdkAndOurExceptions(INTERNAL + "broker..");

    @ArchTest
    static final ArchRule backoff_uses_onlyTheJdkAndOurExceptions = usesOnlyTheJdkAndOurExceptions(INTERNAL + "backoff..");

    @ArchTest
    static final ArchRule topic_uses_onlyTheJdkAndOurExceptions = usesOnlyTheJdkAndOurExceptions(INTERNAL + "topic..");

    @ArchTest
    static final ArchRule pureDecisions_readNo_clock = noClasses().that().resideInAnyPackage(PURE)
            .should().callMethod(System.class, "nanoTime")
            .orShould().callMethod(System.class, "currentTimeMillis")
            .orShould().callMethod(Instant.class, "now")
            .orShould().callMethod(LocalDateTime.class, "now")
            .orShould().callMethod(OffsetDateTime.class, "now")
            .orShould().callMethod(ZonedDateTime.class, "now")
            .orShould().dependOnClassesThat().areAssignableTo(Clock.class)
            .because("time is a parameter").allowEmptyShould(true);

    @ArchTest
    static final ArchRule internalPackages_haveNo_cycles = slices().assignedFrom(new InternalPackages())
            .should().beFreeOfCycles().allowEmptyShould(true);

    private static ArchRule usesOnlyTheJdkAndOurExceptions(String packages) {
        return classes().that().resideInAPackage(packages)
                .should().onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify.annotations..", packages)
                        .or(publicExceptionsOfTheRootPackage()))
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> publicExceptionsOfTheRootPackage() {
        return resideInAPackage(ROOT)
                .and(JavaClass.Predicates.assignableTo(Throwable.class))
                .and(DescribedPredicate.describe("public", type -> type.getModifiers().contains(JavaModifier.PUBLIC)))
                .as("public exceptions of " + ROOT);
    }

    /**
     * One slice for each package below {@code internal}; the two drivers are slices apart from the port they implement.
     */
    private static final class InternalPackages implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            if (!name.startsWith(INTERNAL)) {
                return SliceIdentifier.ignore();
            }
            String[] segments = name.substring(INTERNAL.length()).split("\\.");
            boolean driver = segments.length > 1 && segments[0].equals("client");
            return driver ? SliceIdentifier.of(segments[0], segments[1]) : SliceIdentifier.of(segments[0]);
        }

        @Override
        public String getDescription() {
            return "packages below internal";
        }
    }
}
