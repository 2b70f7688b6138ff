package io.gatehouse.loadtest.echo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The echo as a child process, with the JDK and the class path of this one. It ends with its parent. */
public final class EchoProcess implements AutoCloseable {
    private static final String READY = "echo ready ";

    private final Process process;
    private final InetSocketAddress address;

    /**
     * Starts it and waits until it listens.
     *
     * @param cpus to pin it to, as taskset has it; null = not at all
     * @param mainClass whose {@code echo} subcommand it is
     * @param more options of that
     */
    public EchoProcess(String cpus, Class<?> mainClass, String... more) throws IOException {
        List<String> command = new ArrayList<>();
        if (cpus != null) {
            command.addAll(List.of("taskset", "-c", cpus));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
        command.addAll(List.of("echo", "--port", "0", "--until-eof"));
        command.addAll(List.of(more));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // Nothing more comes on it, so it need not be read on.
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (line == null || !line.startsWith(READY)) {
            process.destroy();
            throw new IOException("the echo did not start: " + line);
        }
        address = new InetSocketAddress("127.0.0.1", Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)));
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** taskset becomes what it starts, so this is the JVM's. */
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
