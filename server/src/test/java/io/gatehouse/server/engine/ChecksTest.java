package io.gatehouse.server.engine;

import static io.gatehouse.server.engine.PassBuilder.pass;
import static io.gatehouse.server.engine.TestSite.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.PassKind;
import io.gatehouse.server.roster.PassRow;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of checks: each row on entry and on exit, and what may stand beside what. */
class ChecksTest {
    private final TestSite site = new TestSite();

    private static Arguments row(String name, Consumer<TestSite> given, String entry, String exit) {
        return Arguments.of(name, given, entry, exit);
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                row(
                        "1 emergency",
                        s -> {
                            s.put(pass(1).status(PassRow.REVOKED).quarantined());
                            s.mode(Command.Kind.KIND_EMERGENCY_OPEN, 1, "", 5);
                        },
                        "ALLOW! EMERGENCY_OPEN",
                        "ALLOW! EMERGENCY_OPEN"),
                row(
                        "4 lockdown",
                        s -> {
                            s.put(pass(1));
                            s.mode(Command.Kind.KIND_LOCKDOWN, 1, "", 5);
                        },
                        "DENY LOCKDOWN",
                        "DENY LOCKDOWN"),
                row(
                        "4 lockdown, staff",
                        s -> {
                            s.put(pass(1).kind(PassKind.PASS_KIND_STAFF));
                            s.mode(Command.Kind.KIND_LOCKDOWN, 1, "", 5);
                        },
                        "ALLOW OK",
                        "ALLOW OK"),
                row(
                        "4 lockdown, medical",
                        s -> {
                            s.put(pass(1).kind(PassKind.PASS_KIND_MEDICAL));
                            s.mode(Command.Kind.KIND_LOCKDOWN, 1, "", 5);
                        },
                        "ALLOW OK",
                        "ALLOW OK"),
                row(
                        "4 and 5",
                        s -> s.mode(Command.Kind.KIND_LOCKDOWN, 1, "", 5),
                        "DENY LOCKDOWN UNKNOWN_PASS",
                        "DENY LOCKDOWN UNKNOWN_PASS"),
                row("5 unknown", s -> {}, "DENY UNKNOWN_PASS", "REFER UNKNOWN_PASS"),
                row("6 revoked", s -> s.put(pass(1).status(PassRow.REVOKED)), "DENY! REVOKED", "REFER! REVOKED"),
                row("7 suspended", s -> s.put(pass(1).status(PassRow.SUSPENDED)), "DENY SUSPENDED", "REFER SUSPENDED"),
                row("8 not yet", s -> s.put(pass(1).valid(NOON + 1, 0)), "DENY NOT_YET_VALID", "REFER NOT_YET_VALID"),
                row("8 just valid", s -> s.put(pass(1).valid(NOON, 0)), "ALLOW OK", "ALLOW OK"),
                row("9 expired", s -> s.put(pass(1).valid(0, NOON)), "DENY EXPIRED", "REFER EXPIRED"),
                row("9 not yet expired", s -> s.put(pass(1).valid(0, NOON + 1)), "ALLOW OK", "ALLOW OK"),
                row("10 undeclared", s -> s.put(pass(1).undeclared()), "DENY NOT_DECLARED", "REFER NOT_DECLARED"),
                row(
                        "10 off",
                        s -> {
                            s.policy("declaration-required", "false");
                            s.put(pass(1).undeclared());
                        },
                        "ALLOW OK",
                        "ALLOW OK"),
                row("11 another estate", s -> s.put(pass(1).estate(2)), "DENY WRONG_ESTATE", "ALLOW! WRONG_ESTATE"),
                row(
                        "11 a resident is of one estate",
                        s -> s.put(pass(1).estate(2).scope(PassRow.SCOPE_COMMUNITY)),
                        "DENY WRONG_ESTATE",
                        "ALLOW! WRONG_ESTATE"),
                row(
                        "11 a courier of the community",
                        s -> s.put(
                                pass(1).estate(2).scope(PassRow.SCOPE_COMMUNITY).kind(PassKind.PASS_KIND_COURIER)),
                        "ALLOW OK",
                        "ALLOW OK"),
                row(
                        "11 a courier of another community",
                        s -> s.put(
                                pass(1).estate(3).scope(PassRow.SCOPE_COMMUNITY).kind(PassKind.PASS_KIND_COURIER)),
                        "DENY WRONG_ESTATE",
                        "ALLOW! WRONG_ESTATE"),
                row(
                        "11 staff for all",
                        s -> s.put(pass(1).scope(PassRow.SCOPE_ALL).kind(PassKind.PASS_KIND_STAFF)),
                        "ALLOW OK",
                        "ALLOW OK"),
                row(
                        "11 a visitor for all",
                        s -> s.put(pass(1).scope(PassRow.SCOPE_ALL).kind(PassKind.PASS_KIND_VISITOR)),
                        "DENY WRONG_ESTATE",
                        "ALLOW! WRONG_ESTATE"),
                row("12 one list is enough", s -> s.put(pass(1).listed(true, false)), "ALLOW OK", "ALLOW OK"),
                row(
                        "12 both are asked for",
                        s -> {
                            s.policy("both-lists-required", "true");
                            s.put(pass(1).listed(false, true));
                        },
                        "REFER UNCONFIRMED",
                        "ALLOW! UNCONFIRMED"),
                row(
                        "13 quarantine",
                        s -> s.put(pass(1).quarantined()),
                        "ALLOW! HOME_QUARANTINE",
                        "DENY! HOME_QUARANTINE"),
                row(
                        "17 curfew",
                        s -> {
                            s.policy("curfew.RESIDENT", "06:00-12:00");
                            s.put(pass(1));
                        },
                        "DENY CURFEW",
                        "DENY CURFEW"),
                row(
                        "17 just before curfew",
                        s -> {
                            s.policy("curfew.RESIDENT", "06:00-12:01");
                            s.put(pass(1));
                        },
                        "ALLOW OK",
                        "ALLOW OK"),
                row(
                        "17 over midnight",
                        s -> {
                            s.policy("curfew.RESIDENT", "22:00-11:00");
                            s.put(pass(1));
                        },
                        "DENY CURFEW",
                        "DENY CURFEW"),
                row(
                        "17 of another kind",
                        s -> {
                            s.policy("curfew.COURIER", "06:00-12:00");
                            s.put(pass(1));
                        },
                        "ALLOW OK",
                        "ALLOW OK"),
                row(
                        "17 by the site's clock",
                        s -> {
                            s.change(new io.gatehouse.server.roster.Change.SiteChange("Europe/Berlin"));
                            s.policy("curfew.RESIDENT", "05:00-06:00");
                            s.put(pass(1));
                        },
                        "ALLOW OK",
                        "ALLOW OK"),
                row(
                        "18 already inside",
                        s -> {
                            s.put(pass(1));
                            s.entry(0, 1);
                            s.now += MINUTE;
                        },
                        "ALLOW! ALREADY_INSIDE",
                        "ALLOW OK"),
                row(
                        "18 denied",
                        s -> {
                            s.policy("already-inside", "deny");
                            s.put(pass(1));
                            s.entry(0, 1);
                            s.now += MINUTE;
                        },
                        "DENY! ALREADY_INSIDE",
                        "ALLOW OK"),
                row(
                        "18 off",
                        s -> {
                            s.policy("already-inside", "off");
                            s.put(pass(1));
                            s.entry(0, 1);
                            s.now += MINUTE;
                        },
                        "ALLOW OK",
                        "ALLOW OK"),
                row(
                        "19 already outside",
                        s -> {
                            s.put(pass(1));
                            s.exit(0, 1);
                            s.now += MINUTE;
                        },
                        "ALLOW OK",
                        "ALLOW! ALREADY_OUTSIDE"),
                row(
                        "20 the household's quota",
                        s -> {
                            s.policy("outings", "1");
                            s.put(pass(1), pass(2), pass(3).household(8));
                            s.exit(0, 2);
                        },
                        "ALLOW OK",
                        "DENY OUTING_QUOTA"),
                row(
                        "20 of another household",
                        s -> {
                            s.policy("outings", "1");
                            s.put(pass(1), pass(3).household(8));
                            s.exit(0, 3);
                        },
                        "ALLOW OK",
                        "ALLOW OK"),
                row(
                        "20 no household",
                        s -> {
                            s.policy("outings", "1");
                            s.put(pass(1).household(0), pass(2).household(0));
                            s.exit(0, 2);
                        },
                        "ALLOW OK",
                        "ALLOW OK"),
                row(
                        "20 days ago",
                        s -> {
                            s.policy("outings", "1");
                            s.put(pass(1), pass(2));
                            s.now -= 2 * DAY;
                            s.exit(0, 2);
                            s.now += 2 * DAY;
                        },
                        "ALLOW OK",
                        "ALLOW OK"),
                row(
                        "20 yesterday",
                        s -> {
                            s.policy("outings", "1");
                            s.put(pass(1), pass(2));
                            s.now -= DAY;
                            s.exit(0, 2);
                            s.now += DAY;
                        },
                        "ALLOW OK",
                        "DENY OUTING_QUOTA"),
                row("21 nothing", s -> s.put(pass(1)), "ALLOW OK", "ALLOW OK"),
                row(
                        "many, the first that holds decides",
                        s -> {
                            s.policy("both-lists-required", "true");
                            s.put(pass(1).estate(2)
                                    .listed(true, false)
                                    .undeclared()
                                    .quarantined());
                        },
                        "DENY! NOT_DECLARED WRONG_ESTATE UNCONFIRMED HOME_QUARANTINE",
                        "REFER! NOT_DECLARED WRONG_ESTATE UNCONFIRMED HOME_QUARANTINE"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void eachRowOnEntry(String name, Consumer<TestSite> given, String entry, String exit) {
        given.accept(site);
        assertEquals(entry, said(site.entry(0, 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void eachRowOnExit(String name, Consumer<TestSite> given, String entry, String exit) {
        given.accept(site);
        assertEquals(exit, said(site.exit(0, 1)));
    }

    @Test
    void malformedIsAPassIdOfAnotherLengthOrNoDirection() {
        site.put(pass(1));
        assertEquals("REFER MALFORMED_SCAN", said(site.measured(0, 1, 0, 380)));
        Event e = site.scan(0, 1, ENTRY);
        e.passIdLength = 15;
        assertEquals("REFER MALFORMED_SCAN", said(site.takeIn(e)));
    }

    @Test
    void emergencyGoesBeforeMalformed() {
        site.device(0, DeviceEvent.Kind.KIND_EMERGENCY_OPEN);
        assertEquals("ALLOW! EMERGENCY_OPEN", said(site.measured(0, 1, 0, 380)));
    }

    @Test
    void temperatures() {
        site.put(pass(1));
        assertEquals("RETEST TEMPERATURE_MISSING", said(site.measured(0, 1, ENTRY, Event.NOT_MEASURED)));
        assertEquals("ALLOW OK", said(site.measured(0, 1, EXIT, Event.NOT_MEASURED)));
        site.now += MINUTE;
        for (int direction : new int[] {ENTRY, EXIT}) {
            String already = direction == EXIT ? " ALREADY_OUTSIDE" : "";
            String look = direction == EXIT ? "! " : " ";
            assertEquals(
                    "RETEST" + look + "TEMPERATURE_IMPLAUSIBLE" + already, said(site.measured(0, 1, direction, 349)));
            assertEquals(
                    "RETEST" + look + "TEMPERATURE_IMPLAUSIBLE" + already, said(site.measured(0, 1, direction, 421)));
        }
        assertEquals("ALLOW OK", said(site.measured(0, 1, ENTRY, 372)));
        assertEquals("ALLOW OK", said(site.measured(0, 1, EXIT, 350)));
    }

    @Test
    void feverIsASecondHighTemperatureWithinHalfAnHourWhateverCameBetween() {
        site.put(pass(1));
        assertEquals("RETEST TEMPERATURE_HIGH", said(site.measured(0, 1, ENTRY, 373)));
        site.now += 20 * MINUTE;
        assertEquals("ALLOW OK", said(site.measured(0, 1, ENTRY, 366)));
        site.now += 10 * MINUTE;
        assertEquals("REFER! FEVER", said(site.measured(0, 1, EXIT, 420)));
        site.now += 30 * MINUTE + 1;
        assertEquals("RETEST TEMPERATURE_HIGH", said(site.measured(0, 1, EXIT, 380)));
    }

    @Test
    void implausibleIsNotRemembered() {
        site.put(pass(1));
        site.measured(0, 1, ENTRY, 421);
        assertEquals("RETEST TEMPERATURE_HIGH", said(site.measured(0, 1, ENTRY, 380)));
    }

    @Test
    void besideUnknownPassStandOnlyFeverLockdownMissingAndImplausible() {
        site.policy("curfew.RESIDENT", "01:00-02:00", "both-lists-required", "true");
        assertEquals("REFER! FEVER UNKNOWN_PASS", said(site.measured(0, 9, ENTRY, 373)));
        assertEquals("DENY UNKNOWN_PASS TEMPERATURE_MISSING", said(site.measured(0, 9, ENTRY, Event.NOT_MEASURED)));
        assertEquals("REFER UNKNOWN_PASS TEMPERATURE_IMPLAUSIBLE", said(site.measured(0, 9, EXIT, 300)));
        assertEquals("REFER UNKNOWN_PASS", said(site.measured(0, 9, EXIT, Event.NOT_MEASURED)));
    }

    @Test
    void withoutAThresholdTemperaturesAreNotJudgedNorRemembered() {
        site.put(pass(1));
        site.policy("fever-decicelsius", "0");
        assertEquals("ALLOW OK", said(site.measured(0, 1, ENTRY, 390)));
        assertEquals("ALLOW OK", said(site.measured(0, 1, ENTRY, Event.NOT_MEASURED)));
        assertEquals("DENY UNKNOWN_PASS", said(site.measured(0, 9, ENTRY, 390)));
        site.policy();
        assertEquals("RETEST TEMPERATURE_HIGH", said(site.measured(0, 1, ENTRY, 390)));
    }

    @Test
    void temperatureRowsThatAreSwitchedOffLeaveFever() {
        site.put(pass(1));
        site.policy("temperature-high", "false", "temperature-implausible", "false", "temperature-required", "false");
        assertEquals("ALLOW OK", said(site.measured(0, 1, ENTRY, 300)));
        assertEquals("ALLOW OK", said(site.measured(0, 1, ENTRY, Event.NOT_MEASURED)));
        assertEquals("ALLOW OK", said(site.measured(0, 1, ENTRY, 390)));
        assertEquals("REFER! FEVER", said(site.measured(0, 1, ENTRY, 390)));
    }

    @Test
    void thePolicyIsThatOfTheGatesEstate() {
        site.policy("declaration-required", "false");
        site.put(pass(1).undeclared());
        assertEquals("DENY NOT_DECLARED WRONG_ESTATE", said(site.entry(2, 1)));
        assertEquals("ALLOW OK", said(site.entry(0, 1)));
    }

    @Test
    void theEstatesKeysStandOverTheSitesKeyByKey() {
        site.put(pass(1).undeclared());
        site.policy("already-inside", "off");
        site.change(new io.gatehouse.server.roster.Change.PolicyChange(
                0, java.util.Map.of(), java.util.Map.of("declaration-required", "false", "already-inside", "deny")));
        assertEquals("ALLOW OK", said(site.entry(0, 1)));
        site.now += MINUTE;
        assertEquals("ALLOW OK", said(site.entry(0, 1)));
    }
}
