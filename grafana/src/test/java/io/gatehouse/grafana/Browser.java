package io.gatehouse.grafana;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium without a screen, with an empty profile. */
final class Browser implements AutoCloseable {
    private static final Duration HANG = Duration.ofSeconds(60);
    private static final long BETWEEN_MS = 100;
    /** It has no protocol definitions for each new Chromium and says so; none are used here. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    Browser(Path profile) {
        SELENIUM.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1600,1200",
                "--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(HANG).scriptTimeout(HANG);
    }

    void open(String address) {
        driver.get(address);
    }

    String address() {
        return driver.getCurrentUrl();
    }

    /** What a script returns: a string, number, boolean, list or map. */
    @SuppressWarnings("unchecked")
    <T> T run(String script) {
        return (T) driver.executeScript(script);
    }

    /** What a promise becomes. */
    @SuppressWarnings("unchecked")
    <T> T await(String script) {
        return (T) driver.executeAsyncScript("const done = arguments[0];(async () => {" + script
                + "})().then(done, (e) => done('failed: ' + e.stack));");
    }

    /** Asks until it is so. */
    void until(String script, Supplier<String> otherwise) throws InterruptedException {
        long deadline = System.nanoTime() + HANG.toNanos();
        while (!Boolean.TRUE.equals(run("return " + script))) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never so: " + script + "\n" + otherwise.get());
            }
            Thread.sleep(BETWEEN_MS);
        }
    }

    List<Map<String, Object>> panels() {
        return run("""
                return [...document.querySelectorAll('.panel:not(.row)')].map((panel) => {
                  const canvas = panel.querySelector('canvas');
                  let coloured = 0;
                  if (canvas) {
                    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
                    copy.drawImage(canvas, 0, 0);
                    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
                    for (let i = 0; i < data.length; i += 4) {
                      const [r, g, b, alpha] = data.subarray(i, i + 4);
                      if (alpha > 200 && Math.max(r, g, b) - Math.min(r, g, b) > 25) coloured++;
                    }
                  }
                  const { title, state, values, peak } = panel.dataset;
                  return { title, state, values: Number(values ?? 0), peak: Number(peak ?? 0), coloured, chart: Boolean(canvas),
                    note: panel.querySelector('.note').textContent, text: panel.querySelector('.body').innerText };
                });""");
    }

    /** What went to the console since it was last asked, warnings and errors. */
    List<String> console() {
        List<String> lines = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                lines.add(entry.getMessage());
            }
        }
        return lines;
    }

    @Override
    public void close() {
        driver.quit();
    }
}
