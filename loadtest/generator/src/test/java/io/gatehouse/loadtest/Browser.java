package io.gatehouse.loadtest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium without a screen and without any network, with an empty profile. */
public final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration HANG = Duration.ofSeconds(50);
    /** It has no protocol definitions for each new Chromium and says so; none are used here. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    /** Leaves a test out, and says so, where there is no Chromium; where one could have been installed, that fails. */
    public static void needed(String what, int count) {
        if (Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER)) {
            return;
        }
        String said = "LEFT OUT, no chromium here: " + count + " " + what
                + ". Type: sudo apt-get install -y --no-install-recommends chromium chromium-driver";
        System.err.println("[WARNING] " + said);
        if ("root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            Assertions.fail(said);
        }
        Assumptions.abort(said);
    }

    public Browser(Path profile, String... more) {
        SELENIUM.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toString());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--window-size=1400,1200",
                "--user-data-dir=" + profile);
        options.addArguments(more);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(HANG).scriptTimeout(HANG);
    }

    public void open(Path page) {
        driver.get(page.toUri().toString());
    }

    /** What a script returns: a string, number, boolean, list or map. */
    @SuppressWarnings("unchecked")
    public <T> T run(String script) {
        return (T) driver.executeScript(script);
    }

    /** Moves the mouse to the middle of the first element of that kind. */
    public void pointAt(String selector) {
        new Actions(driver)
                .moveToElement(driver.findElement(By.cssSelector(selector)))
                .perform();
    }

    /** What went to the console since it was last asked, warnings and errors. */
    public List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
