package io.gatehouse.server.roster.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.server.roster.EstateRow;
import io.gatehouse.server.roster.GateRow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SiteFolderTest {
    @TempDir
    Path dir;

    @Test
    void readsWhatIsGood() throws Exception {
        Site site = new Folder(dir).read();
        assertEquals(
                List.of(
                        new EstateRow(101, "锦绣花园", "GARDEN_ESTATE", "尚景"),
                        new EstateRow(171, "新塘围村", "URBAN_VILLAGE", "龙西")),
                site.estates());
        assertEquals(
                new GateRow("0101-01", 101, "东门", List.of(Folder.DIGEST)),
                site.gates().get(0));
        assertEquals(Map.of(0, Map.of()), site.policies());
    }

    @Test
    void takesColumnsInAnyOrderWithMarkReturnsQuotesAndEmptyLines() throws Exception {
        String upper = Folder.DIGEST.toUpperCase(Locale.ROOT);
        Folder folder = new Folder(dir)
                .bytes(
                        "estates.csv",
                        "\ufeffcommunity,kind,estate_id,name\r\n尚景,OTHER,7,\"甲, 乙 \"\"丙\"\"\"\r\n\r\n"
                                .getBytes(StandardCharsets.UTF_8))
                .file("gates.csv", "token_sha256,name,estate_id,gate_id", upper + " " + Folder.DIGEST + ",,7,A.b_-9");
        Site site = folder.read();
        assertEquals(List.of(new EstateRow(7, "甲, 乙 \"丙\"", "OTHER", "尚景")), site.estates());
        assertEquals(List.of(new GateRow("A.b_-9", 7, "", List.of(Folder.DIGEST, Folder.DIGEST))), site.gates());
    }

    /** File, its second line (and third), the one problem. */
    static List<String[]> badRows() {
        String d = Folder.DIGEST;
        String id = "6f1c2b9e-0d2a-4c57-9b1e-2f8a7c3d4e5f";
        List<String[]> rows = new ArrayList<>();
        String[][] table = {
            {"estates.csv", "0,a,OTHER,b", "estates.csv:2: estate_id: \"0\" is not a number from 1 to 1000000"},
            {
                "estates.csv",
                "1000001,a,OTHER,b",
                "estates.csv:2: estate_id: \"1000001\" is not a number from 1 to 1000000"
            },
            {"estates.csv", "+1,a,OTHER,b", "estates.csv:2: estate_id: \"+1\" is not a number from 1 to 1000000"},
            {
                "estates.csv",
                "99999999999,a,OTHER,b",
                "estates.csv:2: estate_id: \"99999999999\" is not a number from 1 to 1000000"
            },
            {"estates.csv", ",a,OTHER,b", "estates.csv:2: estate_id: \"\" is not a number from 1 to 1000000"},
            {
                "estates.csv",
                "5,a,VILLA,b",
                "estates.csv:2: kind: \"VILLA\" is not one of GARDEN_ESTATE, URBAN_VILLAGE, OTHER"
            },
            {
                "estates.csv",
                "5,a\u001b[31mb,OTHER,c",
                "estates.csv:2: name: \"a\\u001b[31mb\" has a character that can't be shown"
            },
            {
                "estates.csv",
                "5,a,OTHER,\u202eb",
                "estates.csv:2: community: \"\\u202eb\" has a character that can't be shown"
            },
            {"estates.csv", "5,a,OTHER", "estates.csv:2: has 3 fields where the heading has 4"},
            {"estates.csv", "5,a,OTHER,b,c", "estates.csv:2: has 5 fields where the heading has 4"},
            {"estates.csv", "5,a,OTHER,b\n5,c,OTHER,d", "estates.csv:3: estate_id: 5 stands in line 2 already"},
            {"gates.csv", "a b,101,n," + d, "gates.csv:2: gate_id: \"a b\" is not 1 to 64 of A-Z a-z 0-9 . _ -"},
            {
                "gates.csv",
                "x".repeat(65) + ",101,n," + d,
                "gates.csv:2: gate_id: \"" + "x".repeat(40) + "...\" is not 1 to 64 of A-Z a-z 0-9 . _ -"
            },
            {"gates.csv", "g,102,n," + d, "gates.csv:2: estate_id: 102 does not stand in estates.csv"},
            {
                "gates.csv",
                "g,101,n," + d.substring(1),
                "gates.csv:2: token_sha256: is not 64 hex digits, or twice 64 with a space between"
            },
            {
                "gates.csv",
                "g,101,n," + d + "  " + d,
                "gates.csv:2: token_sha256: is not 64 hex digits, or twice 64 with a space between"
            },
            {
                "gates.csv",
                "g,101,n," + d + " " + d + " " + d,
                "gates.csv:2: token_sha256: is not 64 hex digits, or twice 64 with a space between"
            },
            {"gates.csv", "g,101,n," + d + "\ng,171,n," + d, "gates.csv:3: gate_id: \"g\" stands in line 2 already"},
            {
                "passes.csv",
                "x,101,RESIDENT,ESTATE,,,ACTIVE,1,true,true,true,false",
                "passes.csv:2: pass_id: \"x\" is not a UUID of 8-4-4-4-12 hex digits"
            },
            {
                "passes.csv",
                "1-1-1-1-1,101,RESIDENT,ESTATE,,,ACTIVE,1,true,true,true,false",
                "passes.csv:2: pass_id: \"1-1-1-1-1\" is not a UUID of 8-4-4-4-12 hex digits"
            },
            {
                "passes.csv",
                id + ",102,RESIDENT,ESTATE,,,ACTIVE,1,true,true,true,false",
                "passes.csv:2: estate_id: 102 does not stand in estates.csv"
            },
            {
                "passes.csv",
                id + ",0,RESIDENT,ESTATE,,,ACTIVE,1,true,true,true,false",
                "passes.csv:2: estate_id: 0 without scope ALL"
            },
            {
                "passes.csv",
                id + ",101,MEDICAL,ALL,,,ACTIVE,0,true,true,true,false",
                "passes.csv:2: estate_id: 101 with scope ALL, which wants 0"
            },
            {
                "passes.csv",
                id + ",101,GUEST,ESTATE,,,ACTIVE,1,true,true,true,false",
                "passes.csv:2: kind: \"GUEST\" is not one of RESIDENT, VISITOR, STAFF, MEDICAL, COURIER"
            },
            {
                "passes.csv",
                id + ",101,RESIDENT,HERE,,,ACTIVE,1,true,true,true,false",
                "passes.csv:2: scope: \"HERE\" is not one of ESTATE, COMMUNITY, ALL"
            },
            {
                "passes.csv",
                id + ",101,RESIDENT,ESTATE,2020-02-30,,ACTIVE,1,true,true,true,false",
                "passes.csv:2: valid_from: \"2020-02-30\" is neither an ISO 8601 date nor a time after 1970"
            },
            {
                "passes.csv",
                id + ",101,RESIDENT,ESTATE,,10.02.2020,ACTIVE,1,true,true,true,false",
                "passes.csv:2: valid_until: \"10.02.2020\" is neither an ISO 8601 date nor a time after 1970"
            },
            {
                "passes.csv",
                id + ",101,RESIDENT,ESTATE,1969-12-31T23:00Z,,ACTIVE,1,true,true,true,false",
                "passes.csv:2: valid_from: \"1969-12-31T23:00Z\" is neither an ISO 8601 date nor a time after 1970"
            },
            {
                "passes.csv",
                id + ",101,RESIDENT,ESTATE,2020-02-11,2020-02-10,ACTIVE,1,true,true,true,false",
                "passes.csv:2: valid_until: \"2020-02-10\" is not after valid_from"
            },
            {
                "passes.csv",
                id + ",101,RESIDENT,ESTATE,,,GONE,1,true,true,true,false",
                "passes.csv:2: status: \"GONE\" is not one of ACTIVE, SUSPENDED, REVOKED"
            },
            {
                "passes.csv",
                id + ",101,RESIDENT,ESTATE,,,ACTIVE,-1,true,true,true,false",
                "passes.csv:2: household: \"-1\" is not a number from 0 to 2147483647"
            },
            {
                "passes.csv",
                id + ",101,RESIDENT,ESTATE,,,ACTIVE,1,yes,true,true,false",
                "passes.csv:2: property_listed: \"yes\" is not one of true, false"
            },
            {
                "passes.csv",
                id + ",101,RESIDENT,ESTATE,,,ACTIVE,1,true,TRUE,true,false",
                "passes.csv:2: grid_listed: \"TRUE\" is not one of true, false"
            },
            {
                "passes.csv",
                id + ",101,RESIDENT,ESTATE,,,ACTIVE,1,true,true,,false",
                "passes.csv:2: declared: \"\" is not one of true, false"
            },
            {
                "passes.csv",
                id + ",101,RESIDENT,ESTATE,,,ACTIVE,1,true,true,true,0",
                "passes.csv:2: quarantined: \"0\" is not one of true, false"
            },
        };
        for (String[] row : table) {
            rows.add(row);
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("badRows")
    void namesFileLineColumnAndWhy(String file, String rows, String problem) {
        Folder folder = new Folder(dir);
        String heading = String.join(
                ",",
                switch (file) {
                    case "estates.csv" -> EstatesCsv.COLUMNS;
                    case "gates.csv" -> GatesCsv.COLUMNS;
                    default -> PassesCsv.COLUMNS;
                });
        folder.file(file, heading, rows);
        if (file.equals("estates.csv")) {
            folder.file("gates.csv", String.join(",", GatesCsv.COLUMNS));
        }
        assertEquals(List.of(problem), folder.problems());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "estate_id,name,kind | estates.csv:1: community: is missing from the heading",
                "estate_id,name,kind,community,phone | estates.csv:1: unknown column \"phone\"",
                "estate_id,name,kind,community,name | estates.csv:1: name: stands twice in the heading",
                "'' | estates.csv:1: has no heading line"
            })
    void refusesAnotherHeading(String heading, String problem) {
        Folder folder = new Folder(dir)
                .bytes("estates.csv", heading.getBytes(StandardCharsets.UTF_8))
                .file("gates.csv", String.join(",", GatesCsv.COLUMNS));
        assertEquals(List.of(problem), folder.problems());
    }

    @Test
    void saysAllAtOnceOverAllFiles() throws Exception {
        Folder folder = new Folder(dir)
                .file("estates.csv", "estate_id,name,kind,community", "x,a,B,c", "101,a,OTHER,c", "101,a,OTHER,c")
                .file("gates.csv", "gate_id,estate_id,name,token_sha256", "?,900,n,gst_secret")
                .file("policy.conf", "defaults {", "  nonsense = 1", "}", "other = 2")
                .file("passes-1.csv", Folder.PASSES_HEADING, "1,2,3,4,5,6,7,8,9,10,11,12");
        List<String> problems = folder.problems();
        assertEquals(19, problems.size(), String.join("\n", problems));
        BadSiteException e = assertThrows(BadSiteException.class, folder::readWhole);
        assertEquals(19, e.total());
        assertTrue(e.getMessage()
                .startsWith("the site folder has 19 problems, so nothing of it was taken:\n  estates.csv:2: "));
        assertFalse(e.getMessage().contains("gst_secret"), "a token was shown");
    }

    @Test
    void printsAHundredAndCountsTheRest() {
        String[] lines = new String[251];
        lines[0] = "estate_id,name,kind,community";
        for (int i = 1; i < lines.length; i++) {
            lines[i] = "0,a,OTHER,b";
        }
        Folder folder =
                new Folder(dir).file("estates.csv", lines).file("gates.csv", String.join(",", GatesCsv.COLUMNS));
        BadSiteException e = assertThrows(BadSiteException.class, folder::read);
        assertEquals(100, e.problems().size());
        assertEquals(250, e.total());
        assertTrue(e.getMessage().endsWith("\n  and 150 more"), e.getMessage());
    }

    @Test
    void namesTheLineOfBytesThatAreNotUtf8AndGoesOn() {
        byte[] bytes = "estate_id,name,kind,community\r\n1,a?b,OTHER,c\r\n2,d,OTHER,e\n3,f?,OTHER,g\n4,h,MORE,i\n"
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '?' ? (byte) 0xff : bytes[i];
        }
        Folder folder =
                new Folder(dir).bytes("estates.csv", bytes).file("gates.csv", String.join(",", GatesCsv.COLUMNS));
        List<String> expected = List.of(
                "estates.csv:2: is not UTF-8",
                "estates.csv:4: is not UTF-8",
                "estates.csv:5: kind: \"MORE\" is not one of GARDEN_ESTATE, URBAN_VILLAGE, OTHER");
        assertEquals(expected, folder.problems().stream().sorted().toList());
    }

    @Test
    void refusesALineThatIsTooLong() {
        String fits = "1," + "a".repeat(StrictReader.LONGEST_LINE - 10) + ",OTHER,";
        assertEquals(StrictReader.LONGEST_LINE, fits.length() + 1);
        Folder folder = new Folder(dir).file("gates.csv", String.join(",", GatesCsv.COLUMNS));
        folder.file("estates.csv", "estate_id,name,kind,community", fits + "b");
        assertEquals(List.of(), folder.problems());
        folder.file("estates.csv", "estate_id,name,kind,community", fits + "bc", "2,d,OTHER,e");
        assertEquals(List.of("estates.csv:2: is longer than 4096 bytes"), folder.problems());
        folder.file("estates.csv", "estate_id,name,kind,community", "1,a,OTHER," + "山".repeat(1_363));
        assertEquals(List.of("estates.csv:2: is longer than 4096 bytes"), folder.problems());
    }

    @Test
    void refusesAQuoteThatIsNotClosed() {
        Folder folder = new Folder(dir)
                .file("estates.csv", "estate_id,name,kind,community", "1,a,OTHER,b", "2,\"d,OTHER,e", "3,f,OTHER,g")
                .file("gates.csv", String.join(",", GatesCsv.COLUMNS));
        assertEquals(
                List.of(
                        "estates.csv:3: the row that begins here is not CSV, the rest was not read: Unclosed quoted field at end of input"),
                folder.problems());
    }

    @Test
    void aQuoteDoesNotSwallowALargeFile() {
        String[] lines = new String[20_000];
        java.util.Arrays.fill(lines, "2,a,OTHER,b");
        lines[0] = "estate_id,name,kind,community";
        lines[1] = "1,\"a,OTHER,b";
        Folder folder =
                new Folder(dir).file("estates.csv", lines).file("gates.csv", String.join(",", GatesCsv.COLUMNS));
        List<String> problems = folder.problems();
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).startsWith("estates.csv:2: the row that begins here is not CSV"), problems.get(0));
    }

    @Test
    void wantsEstatesAndGatesButNeitherPolicyNorPasses() throws Exception {
        Folder folder = new Folder(dir);
        Files.delete(dir.resolve("policy.conf"));
        assertEquals(Map.of(), folder.read().policies());
        assertEquals(0, folder.readWhole().passes().passes());
        Files.delete(dir.resolve("estates.csv"));
        Files.delete(dir.resolve("gates.csv"));
        assertEquals(List.of("estates.csv: is missing", "gates.csv: is missing"), folder.problems());
        BadSiteException e =
                assertThrows(BadSiteException.class, () -> SiteFolder.read(dir.resolve("nowhere"), Folder::check));
        assertTrue(e.getMessage().endsWith("nowhere: is not a folder"), e.getMessage());
    }

    @Test
    void neverReadsTheSecrets() throws Exception {
        Folder folder = new Folder(dir);
        Files.createDirectory(dir.resolve("secrets"));
        folder.bytes("secrets/gate-tokens.csv", new byte[] {(byte) 0xff});
        folder.bytes("notes.txt", new byte[] {(byte) 0xff});
        assertEquals(2, folder.readWhole().site().gates().size());
    }
}
