package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.ssl.OpenSsl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A live server with TLS by one of the providers; its authority signs the gates' certificates, too. */
final class TlsServer {
    enum Provider {
        JDK,
        OPENSSL
    }

    static final String AUTHORITY = "authority of the gates";

    final Certificates certificates;
    final LiveServer live;
    final ServerProcess process;
    final TestSite site;

    /** @param clientAuth as in the configuration */
    TlsServer(Path home, Provider provider, String clientAuth, String... more) throws Exception {
        certificates = new Certificates(AUTHORITY);
        Path pem = home.resolve("tls");
        Certificates.write(pem, certificates.server("server"));
        certificates.writeAuthority(pem.resolve("gates.pem"));
        List<String> config = new ArrayList<>(List.of(
                "tls { certificate = \"" + pem.resolve("server.pem") + "\", key = \"" + pem.resolve("server.key")
                        + "\"",
                "client-auth = " + clientAuth + ", client-ca = \"" + pem.resolve("gates.pem") + "\"",
                "provider = " + provider.name().toLowerCase(Locale.ROOT) + " }"));
        config.addAll(List.of(more));
        live = new LiveServer(
                home,
                30,
                Map.of("JAVA_TOOL_OPTIONS", "-Dio.netty.leakDetection.level=paranoid"),
                config.toArray(String[]::new));
        live.sockets = certificates.sockets();
        process = live.process;
        site = live.site;
    }

    /** One of each provider. */
    static Map<Provider, TlsServer> both(Path home, String clientAuth, String... more) throws Exception {
        assertTrue(OpenSsl.isAvailable(), () -> "its library is a dependency: " + OpenSsl.unavailabilityCause());
        Map<Provider, TlsServer> servers = new EnumMap<>(Provider.class);
        for (Provider provider : Provider.values()) {
            servers.put(provider, new TlsServer(home.resolve(provider.name()), provider, clientAuth, more));
        }
        return servers;
    }

    interface Script {
        void run() throws Exception;
    }

    /** What the script does is counted once, as this end of a handshake and as that end of a connection. */
    void counted(String handshake, String close, Script script) throws Exception {
        String handshakes = "gatehouse_tls_handshakes_total{result=\"" + handshake + "\"}";
        String closes = "gatehouse_connections_closed_total{reason=\"" + close + "\"}";
        double handshakesBefore = process.metric(handshakes);
        double closesBefore = process.metric(closes);
        script.run();
        await(closes, closesBefore + 1);
        assertEquals(handshakesBefore + 1, process.metric(handshakes), handshakes);
    }

    void await(String series, double value) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (process.metric(series) != value && System.nanoTime() - until < 0) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertEquals(value, process.metric(series), () -> series + "\n" + process.log());
    }

    /** As {@link LiveServer#endInOrder}, and no buffer is lost and no fault is logged. */
    void endInOrder() throws Exception {
        // Buffers that nobody has released are found by the collector, and said when the next ones are taken.
        process.collectGarbage();
        live.assertServes();
        assertFalse(process.log().contains("LEAK"), process::log);
        assertFalse(process.log().contains("for a fault of the server"), process::log);
        live.endInOrder();
    }
}
