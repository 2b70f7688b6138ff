package io.gatehouse.loadtest.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class JUnitXmlTest {
    private static final Verdict HOLDS = new Verdict("decision:p(99)<5ms", true, 3, 5, "ms", "3 ms");
    private static final Verdict FAILS = new Verdict("lost==0", false, 2, 0, "", "2");

    @Test
    void isWhatReadersOfItExpect() throws Exception {
        String odd = "a \"quoted\" <cpu> & bell \u0007 \ud83d\ude00";
        String xml = JUnitXml.of(
                "run",
                Map.of("machine", odd),
                new Verdicts(List.of(HOLDS, FAILS)),
                new Verdict("accounts", false, Double.NaN, 0, "", "sent 5, undecided 1"),
                12.5,
                Instant.parse("2026-03-01T08:00:00Z"));
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(getClass().getResource("/junit.xsd"))
                .newValidator()
                .validate(new StreamSource(new StringReader(xml)));
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
        assertEquals("3", suite.getAttribute("tests"));
        assertEquals("2", suite.getAttribute("failures"));
        assertEquals("2026-03-01T08:00:00", suite.getAttribute("timestamp"));
        assertEquals(3, suite.getElementsByTagName("testcase").getLength());
        Element property = (Element) suite.getElementsByTagName("property").item(0);
        assertEquals(odd.replace('\u0007', ' '), property.getAttribute("value"));
        Element first = (Element) suite.getElementsByTagName("testcase").item(0);
        assertEquals("decision:p(99)<5ms", first.getAttribute("name"));
        assertEquals("gatehouse.loadtest.run.threshold", first.getAttribute("classname"));
        assertEquals(0, first.getElementsByTagName("failure").getLength());
        Element second = (Element) suite.getElementsByTagName("failure").item(0);
        assertEquals("lost==0: 2", second.getAttribute("message"));
        assertEquals("threshold", second.getAttribute("type"));
    }
}
