package io.gatehouse.loadtest.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteReaderTest {
    private static final String HEAD =
            "pass_id,estate_id,kind,scope,valid_from,valid_until,status,household,property_listed,grid_listed,"
                    + "declared,quarantined\n";

    @TempDir
    Path folder;

    @BeforeEach
    void aSite() throws IOException {
        Files.createDirectory(folder.resolve("secrets"));
        write("secrets/gate-tokens.csv", "token,gate_id\nsesame,0001-01\nother,0002-01\n");
        write(
                "gates.csv",
                "estate_id,gate_id,name,token_sha256\n1,0001-01,North,ab\n2,0002-01,\"South, small\",cd\n"
                        + "2,0002-02,No token,ef\n");
        write(
                "passes.csv",
                HEAD
                        + "00000000-0000-0001-0000-000000000002,1,RESIDENT,ESTATE,,,ACTIVE,7,true,true,true,false\n"
                        + "00000000-0000-0001-0000-000000000003,1,RESIDENT,ESTATE,,,ACTIVE,7,true,true,true,true\n"
                        + "00000000-0000-0001-0000-000000000004,1,RESIDENT,ESTATE,,,REVOKED,7,true,true,true,false\n");
        write(
                "passes-2.csv",
                HEAD
                        + "00000000-0000-0001-0000-000000000005,0,COURIER,ALL,,2020-02-03,ACTIVE,0,true,true,true,false\n"
                        + "00000000-0000-0001-0000-000000000006,0,COURIER,ALL,,,ACTIVE,0,true,true,false,false\n");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    @Test
    void readsGatesWithATokenAndAllPasses() throws Exception {
        Site site = new SiteReader(folder).read();
        assertEquals(2, site.gates().size());
        assertEquals("0001-01", site.gates().get(0).id());
        assertEquals("sesame", site.gates().get(0).token().toStringUtf8());
        assertEquals(2, site.gates().get(1).estate());
        Passes passes = site.passes();
        assertEquals(5, passes.size());
        // passes-2.csv comes before passes.csv.
        assertEquals(Standing.HELD, passes.standing(0));
        assertEquals(Standing.HELD, passes.standing(1));
        assertEquals(PassKind.COURIER, passes.kind(0));
        assertEquals(1, passes.high(2));
        assertEquals(2, passes.low(2));
        assertEquals(Standing.GOOD, passes.standing(2));
        assertEquals(Standing.QUARANTINED, passes.standing(3));
        assertEquals(Standing.HELD, passes.standing(4));
    }

    @Test
    void saysWhichLineIsWrong() throws IOException {
        write("passes-2.csv", HEAD + "no-uuid,0,COURIER,ALL,,,ACTIVE,0,true,true,true,false\n");
        refuses("passes-2.csv:2:");
        write("passes-2.csv", HEAD + "00000000-0000-0001-0000-000000000005,x,COURIER,ALL,,,ACTIVE,0,t,t,t,f\n");
        refuses("estate_id 'x' is no number");
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        write("gates.csv", "gate_id,name\n0001-01,North\n");
        refuses("has no column estate_id");
        write("gates.csv", "gate_id,estate_id\n0009-01,9\n");
        refuses("no gate of gates.csv has a token");
        Files.delete(folder.resolve("secrets/gate-tokens.csv"));
        refuses("gate-tokens.csv: missing");
    }

    private void refuses(String words) {
        SiteException e = assertThrows(SiteException.class, () -> new SiteReader(folder).read());
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }
}
