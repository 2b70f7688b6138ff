package io.gatehouse.viewer;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page, dashboards and runbooks inside of this jar. */
final class Shipped {
    private Shipped() {}

    /** Where they lie: the top of the jar, or of the folder of classes. */
    static Path root() throws IOException {
        try {
            Path code = Path.of(Shipped.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.isDirectory(code)
                    ? code
                    : FileSystems.newFileSystem(code).getPath("/");
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
