package io.gatehouse.loadtest;

import io.gatehouse.loadtest.echo.EchoServer;
import io.gatehouse.loadtest.measure.Pinning;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The bare echo as a process of its own. */
@Command(
        name = "echo",
        description = "The bare Netty echo that a server is measured against: one handler, one copy, one flush a read.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatehouse loadtest echo --port 7777 --pin 1",
            "  gatehouse loadtest run --echo --target 127.0.0.1:7777 --window 16",
        })
final class EchoCommand implements Callable<Integer> {
    @Option(names = "--port", defaultValue = "0", description = "On the loopback address; 0 takes a free one.")
    private int port;

    @Option(names = "--pin", paramLabel = "CPU", description = "Ties this process to a core.")
    private String pin;

    @Option(
            names = "--sink",
            description = "Lets gates in and allows whatever they scan, unread: what a generator is measured against.")
    private boolean sink;

    @Option(names = "--until-eof", hidden = true, description = "Ends when its standard input does.")
    private boolean untilEof;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (pin != null) {
            Pinning.pinSelf(pin);
        }
        // Its samples would burden the reference, and make it easier to come near to.
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        try (EchoServer echo = new EchoServer(port, sink)) {
            System.out.println("echo ready 127.0.0.1:" + echo.address().getPort());
            if (untilEof) {
                System.in.transferTo(java.io.OutputStream.nullOutputStream());
            } else {
                new CountDownLatch(1).await();
            }
        }
        return Main.OK;
    }
}
