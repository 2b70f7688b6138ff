package io.gatehouse.loadtest.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.run.Interval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {
    /** 1 to 100 ms, 100 scans of a second, 90 let in, 10 not, 5 late, 2 of 104 unsent. */
    private static Interval second(int from, long failures) {
        Tally tally = new Tally();
        for (int ms = 1; ms <= 100; ms++) {
            tally.decision.record(ms * 1_000_000L, 1);
        }
        tally.sent = 100;
        tally.answered = 100;
        tally.acked = 100;
        tally.late = 5;
        tally.verdicts[1] = 90;
        tally.verdicts[2] = 10;
        return new Interval(from, 1, true, 104, 2, tally, 4, 0, 0, 0.5, Double.NaN, failures, Map.of());
    }

    private static Interval quick(int from) {
        Tally tally = new Tally();
        tally.decision.record(1_000_000, 30_000);
        tally.sent = 30_000;
        tally.answered = 30_000;
        return new Interval(from, 1, true, 30_000, 0, tally, 4, 0, 0, 0.5, Double.NaN, 0, Map.of());
    }

    private static final Figures FIGURES =
            new Progress().add(second(0, 0)).add(second(1, 1)).figures();

    @ParameterizedTest
    @CsvSource({
        "decision:p(50)<51ms, true",
        "decision:p(50)<49ms, false",
        "decision:p(99)<=100ms, true",
        "decision:p(99)<0.05s, false",
        "decision:p(100)>99000us, true",
        "decision:max<101ms, true",
        "decision:max<99ms, false",
        "decision:min>=999us, true",
        "decision:min>2ms, false",
        "decision:mean<51ms, true",
        "decision:mean>51ms, false",
        "decision:count==200, true",
        "decision:count>200, false",
        "errors:count==1, true",
        "errors==0, false",
        "errors:rate<1%, true",
        "errors:rate<0.001, false",
        "errors:rate<=0.5/s, true",
        "errors:rate<0.5/s, false",
        "unsent:count<=4, true",
        "unsent:rate<2%, true",
        "unsent:rate<1.9%, false",
        "late:rate==5%, true",
        "late<10, false",
        "allow:rate>=90%, true",
        "deny:rate>10%, false",
        "refer==0, true",
        "rate>=100/s, true",
        "rate:min>100, false",
        "' Rate : MAX < 101 / s ', true",
    })
    void holdsOrNot(String text, boolean holds) {
        Verdict verdict = Threshold.parse(text).judge(FIGURES);
        assertEquals(holds, verdict.passed(), verdict.toString());
        assertEquals(text, verdict.threshold());
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost==0", "wrong<5", "connect:p(99)<5s", "ack:max<1s", "lost>=0"})
    void whatIsNotMeasuredDoesNotHold(String text) {
        Verdict verdict = Threshold.parse(text).judge(FIGURES);
        assertFalse(verdict.passed());
        assertEquals("not measured in this run", verdict.measured());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            decision              | no comparison
            ""                    | no comparison
            decision:p(99)=5ms    | did you mean ==
            decision:p(99)!=5ms   | did you mean ==
            decison:p(99)<5ms     | nearest is 'decision', example: 'decision:p(99)<5ms'
            lots==0               | nearest is 'lost', example: 'lost:count==0'
            decision<5ms          | how 'decision' is added up; example: 'decision:p(99)<5ms'
            decision:p99<5ms      | nearest is 'p(99)'
            decision:avg<5ms      | cannot be added up as 'avg'
            decision:rate<5ms     | cannot be added up as 'rate'
            lost:max<5            | nearest is
            decision:p(101)<5ms   | beyond 100
            decision:p(x)<5ms     | 'x' is no number
            decision:p(99)<5      | a time has a unit
            decision:p(99)<5%     | a time has a unit
            decision:p(99)<ms     | '' is no number
            decision:p(99)<5 min  | a time has a unit
            decision:p(99)<-5ms   | '-5' is no number
            decision:p(99)<1e3ms  | '1e3' is no number
            lost==0ms             | a count is a plain number
            errors:rate<5ms       | a share is plain or in %
            rate<5%               | a rate is in /s
            """)
    void sayWhatIsWrong(String text, String words) {
        ThresholdSyntaxException wrong = assertThrows(ThresholdSyntaxException.class, () -> Threshold.parse(text));
        assertTrue(wrong.getMessage().contains(words), wrong.getMessage());
        assertTrue(wrong.getMessage().contains("'" + text + "'"), wrong.getMessage());
        assertFalse(wrong.getMessage().contains("%%"), wrong.getMessage());
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void eachExampleIsRight(Metric metric) {
        assertEquals(metric, Threshold.parse(metric.example()).metric());
    }

    @Test
    void aCountEndsARunAtOnce() {
        Judge judge = new Judge(List.of(Threshold.parse("errors<=1")), Duration.ofSeconds(100));
        judge.passed(second(0, 1));
        assertEquals(null, judge.wantsToStop());
        judge.passed(second(1, 1));
        assertEquals("errors<=1 cannot hold any more: 2", judge.wantsToStop());
    }

    @Test
    void whatStillCanComeRightIsWaitedFor() {
        for (String text : List.of("decision:p(99)<5ms", "decision:count>100000", "errors>0", "rate>=50000/s")) {
            Judge judge = new Judge(List.of(Threshold.parse(text)), Duration.ofSeconds(3));
            List<String> said = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                judge.passed(second(i, 0));
                said.add(judge.wantsToStop());
            }
            assertEquals(null, said.get(1), text);
            assertTrue(said.get(2).startsWith(text + " has failed for 3 s: "), said.toString());
        }
    }

    @Test
    void whatRecoversIsForgiven() {
        Judge judge = new Judge(List.of(Threshold.parse("decision:p(99)<5ms")), Duration.ofSeconds(3));
        judge.passed(second(0, 0));
        judge.passed(second(1, 0));
        judge.passed(quick(2));
        judge.passed(quick(3));
        judge.passed(second(4, 0));
        judge.passed(second(5, 0));
        assertEquals(null, judge.wantsToStop());
    }

    @Test
    void withoutAbortNothingEndsARun() {
        Judge judge = new Judge(List.of(Threshold.parse("errors==0")), null);
        judge.passed(second(0, 5));
        assertEquals(null, judge.wantsToStop());
    }
}
