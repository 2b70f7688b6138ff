package io.gatehouse.loadtest;
import picocli.CommandLine.Command;
@Command(name = "storm")
final class StormCommand implements Runnable { @Override public void run() {} }
