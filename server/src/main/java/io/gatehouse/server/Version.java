package io.gatehouse.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What was built. */
final class Version implements IVersionProvider {
    static String get() {
        return built().getProperty("version");
    }

    /** Of the source, as git names it; "unknown" outside a checkout. */
    static String revision() {
        return built().getProperty("revision");
    }

    private static Properties built() {
        Properties built = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("/version.properties")) {
            built.load(in);
        } catch (IOException e) {
            throw new IllegalStateException("version.properties is part of the jar", e);
        }
        return built;
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "gatehouse " + get() + ", Java " + Runtime.version() + ", " + System.getProperty("java.vendor")
        };
    }
}
