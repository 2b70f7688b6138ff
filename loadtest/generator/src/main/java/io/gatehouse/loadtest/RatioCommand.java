package io.gatehouse.loadtest;
import picocli.CommandLine.Command;
@Command(name = "ratio")
final class RatioCommand implements Runnable { @Override public void run() {} }
