package io.gatehouse.server.roster.site;

import io.gatehouse.server.roster.EstateRow;
import java.io.IOException;
import java.io.Writer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Passes of a demo site: residents by household, then visitors, then all who work there. */
final class DemoPasses {
    private static final int FLUSH = 1 << 16;

    private final DemoData data;
    private final SplittableRandom random;
    private final LocalDate today;
    private final List<EstateRow> estates;
    private final int[] residents;
    private final int[] households;
    private final int[] sizeWeights;
    private final DemoPass pass = new DemoPass();
    private final StringBuilder text = new StringBuilder(2 * FLUSH);
    private long written;

    DemoPasses(DemoData data, SplittableRandom random, LocalDate today, List<EstateRow> estates, int[] residents) {
        this.data = data;
        this.random = random;
        this.today = today;
        this.estates = estates;
        this.residents = residents;
        households = new int[residents.length];
        sizeWeights = data.numbers("household-weights").stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Passes written so far. */
    long written() {
        return written;
    }

    void writeResidents(Writer out) throws IOException {
        out.write(DemoPass.HEADING);
        Shares shares = new Shares(data);
        for (int i = 0; i < residents.length; i++) {
            for (int left = residents[i]; left > 0; ) {
                int size = Math.min(left, householdSize());
                household(i, ++households[i], size, shares, out);
                left -= size;
            }
        }
        flush(out);
    }

    private void household(int estate, int number, int size, Shares shares, Writer out) throws IOException {
        boolean quarantined = random.nextDouble() < shares.quarantined;
        for (int person = 0; person < size; person++) {
            pass.start("RESIDENT", "ESTATE", estates.get(estate).estateId());
            pass.household = number;
            pass.quarantined = quarantined;
            pass.validFrom = day(-random.nextInt(1, 15));
            pass.propertyListed = random.nextDouble() >= shares.notOnPropertyList;
            pass.gridListed = random.nextDouble() >= shares.notOnGridList;
            pass.declared = random.nextDouble() >= shares.undeclared;
            fate(shares);
            end(out);
        }
    }

    /** At most one thing is wrong with a pass's term or standing. */
    private void fate(Shares shares) {
        double at = random.nextDouble();
        if ((at -= shares.revoked) < 0) {
            pass.status = "REVOKED";
        } else if ((at -= shares.suspended) < 0) {
            pass.status = "SUSPENDED";
        } else if ((at -= shares.expired) < 0) {
            pass.validFrom = day(-20);
            pass.validUntil = day(-random.nextInt(1, 7));
        } else if ((at -= shares.notYetValid) < 0) {
            pass.validFrom = day(random.nextInt(1, 7));
        } else if (at - shares.onPaper < 0) {
            pass.validUntil = day(shares.paperDays);
        }
    }

    private record Shares(
            double quarantined,
            double notOnPropertyList,
            double notOnGridList,
            double undeclared,
            double revoked,
            double suspended,
            double expired,
            double notYetValid,
            double onPaper,
            int paperDays) {
        Shares(DemoData data) {
            this(
                    data.share("quarantined-households"),
                    data.share("not-on-property-list"),
                    data.share("not-on-grid-list"),
                    data.share("undeclared"),
                    data.share("revoked"),
                    data.share("suspended"),
                    data.share("expired"),
                    data.share("not-yet-valid"),
                    data.share("on-paper"),
                    data.number("paper-days"));
        }
    }

    /** Visitors come to a household, today or in these days, for hours or for days. */
    void writeVisitors(Writer out) throws IOException {
        out.write(DemoPass.HEADING);
        for (int i = 0; i < residents.length; i++) {
            int visitors = count("visitors", residents[i]);
            for (int v = 0; v < visitors; v++) {
                pass.start("VISITOR", "ESTATE", estates.get(i).estateId());
                pass.household = random.nextInt(1, households[i] + 1);
                pass.propertyListed = false;
                pass.gridListed = false;
                int first = random.nextInt(-1, 2);
                pass.validFrom = day(first) + "T" + hour(8, 12);
                pass.validUntil = random.nextBoolean() ? day(first) + "T" + hour(18, 23) : day(first + 3);
                end(out);
            }
        }
        flush(out);
    }

    /** Guards of each estate, couriers of a community or of all, medical staff and officials of all. */
    void writeWorkers(Writer out, int[] gates) throws IOException {
        out.write(DemoPass.HEADING);
        for (int i = 0; i < gates.length; i++) {
            for (int n = gates[i] * data.number("guards-for-each-gate"); n > 0; n--) {
                pass.start("STAFF", "ESTATE", estates.get(i).estateId());
                end(out);
            }
        }
        int total = Arrays.stream(residents).sum();
        for (int n = count("couriers", total); n > 0; n--) {
            boolean everywhere = random.nextInt(3) == 0;
            EstateRow home = estates.get(random.nextInt(estates.size()));
            pass.start("COURIER", everywhere ? "ALL" : "COMMUNITY", everywhere ? 0 : home.estateId());
            pass.validUntil = day(30);
            end(out);
        }
        everywhere("MEDICAL", count("medical", total), out);
        everywhere("STAFF", count("officials", total), out);
        flush(out);
    }

    private void everywhere(String kind, int count, Writer out) throws IOException {
        for (int n = count; n > 0; n--) {
            pass.start(kind, "ALL", 0);
            end(out);
        }
    }

    private int count(String key, int of) {
        return (int) Math.round(data.share(key) * of);
    }

    private int householdSize() {
        int at = random.nextInt(Arrays.stream(sizeWeights).sum());
        int size = 0;
        while (at >= 0) {
            at -= sizeWeights[size++];
        }
        return size;
    }

    private String day(int fromToday) {
        return today.plusDays(fromToday).toString();
    }

    private String hour(int first, int last) {
        int hour = random.nextInt(first, last + 1);
        return (hour < 10 ? "0" : "") + hour + ":00:00";
    }

    private void end(Writer out) throws IOException {
        pass.write(text, random);
        written++;
        if (text.length() >= FLUSH) {
            flush(out);
        }
    }

    private void flush(Writer out) throws IOException {
        out.append(text);
        text.setLength(0);
    }
}
