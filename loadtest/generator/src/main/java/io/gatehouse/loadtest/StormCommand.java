package io.gatehouse.loadtest;

import io.gatehouse.loadtest.link.GateStream;
import io.gatehouse.loadtest.run.ConnectStorm;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.site.Site;
import io.gatehouse.loadtest.site.SiteException;
import io.gatehouse.loadtest.site.SiteReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Many gates at once, as after a power cut. */
@Command(
        name = "storm",
        description = "Connects many gates at the same moment and says how long it takes until all are welcome.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatehouse loadtest storm --target 127.0.0.1:7400 --site site --gates 1000 --limit 2s",
        })
final class StormCommand implements Callable<Integer> {
    @Option(names = "--target", required = true, paramLabel = "HOST:PORT", description = "Where the gates connect.")
    private HostPort target;

    @Option(names = "--site", required = true, paramLabel = "DIR", description = "The server's site folder.")
    private Path site;

    @Option(
            names = {"--gates", "-c"},
            paramLabel = "N",
            showDefaultValue = Visibility.NEVER,
            description = "The first N gates of the site. Default: all.")
    private int gates;

    @Option(names = "--limit", defaultValue = "10s", paramLabel = "SPAN", description = "All are welcome by then.")
    private Span limit;

    @Override
    public Integer call() throws RunFailed, SiteException, InterruptedException {
        Site from = new SiteReader(site).read();
        List<GateStream> streams =
                SiteOptions.gates(from, gates).stream().map(GateStream::new).toList();
        ConnectStorm.Result result = new ConnectStorm(target.address(), streams).run(limit.duration());
        System.out.printf(
                Locale.ROOT,
                "%d of %d gates welcome, %d times one was told to come back; from the connect to the Welcome: p50 %.1f ms  p99 %.1f ms  max %.1f ms;"
                        + " all of them after %.1f ms%n",
                result.welcome(),
                streams.size(),
                result.sentAway(),
                result.each().millis(50),
                result.each().millis(99),
                result.each().maxMillis(),
                result.allNanos() / 1e6);
        if (result.welcome() < streams.size()) {
            throw new RunFailed("%d gates were not welcome within %s%n%s"
                    .formatted(
                            streams.size() - result.welcome(),
                            limit.duration().toString().substring(2).toLowerCase(Locale.ROOT),
                            result.failures().describe()));
        }
        return Main.OK;
    }
}
