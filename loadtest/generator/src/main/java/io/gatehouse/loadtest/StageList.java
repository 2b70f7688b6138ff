package io.gatehouse.loadtest;

import io.gatehouse.loadtest.plan.Stage;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.TypeConversionException;

/** Stages as typed: {@code 30s:1000,2m:20000,30s:0}. */
record StageList(List<Stage> stages) {
    static StageList parse(String text) {
        List<Stage> stages = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String[] both = part.split(":", -1);
            try {
                stages.add(new Stage(Span.parse(both[0]).duration(), Double.parseDouble(both[1].replace("/s", ""))));
            } catch (RuntimeException e) {
                throw new TypeConversionException(
                        "'" + text + "' is no list of stages; example: 30s:1000,2m:20000,30s:0");
            }
        }
        return new StageList(stages);
    }
}
