# Part of the launcher: the benchmarks.
# shellcheck shell=bash

# The demo site on an empty data folder, then on what that start left, three times over.
bench_start() {
  prepare
  build
  local dir gates admin ready i kind fresh=0
  local GATEHOUSE_PIN="taskset -c 0"
  for i in 1 2 3; do
    rm -rf "data/start-1-$(date +%F)/data"
    for kind in first second; do
      serve start 1 2>/dev/null
      echo "$kind $(sed -n 's/.*, \(start: .*\)/\1/p' "$dir/server.log")"
      stop_server 2>/dev/null
    done
  done
  trap - EXIT
}

bench_usage() {
  cat <<'TXT'
Benchmarks of the server. What each is of, and its figures: docs/PERFORMANCE.md.

  ./gatehouse bench [PATTERN]              the JMH benchmarks whose names have PATTERN in them; -l lists them, -help tells
                                           what else JMH takes
  ./gatehouse bench start                  milliseconds of each phase of a start, first and second, one core
  ./gatehouse bench roster                 memory and cost of a scan, 1 million passes and 20 million
  ./gatehouse bench snapshot [--passes N]  stalls while a snapshot is made under load, and a start from it

Examples:
  ./gatehouse bench LookupBench -f 1
  ./gatehouse bench snapshot --passes 5000000

Exit codes: 0 ok, 64 usage, 70 it does not compile, 1 a benchmark failed.
TXT
}

bench() {
  case ${1:-} in -h | --help) bench_usage; return ;; esac
  if [ "${1:-}" = start ]; then
    bench_start
    return
  fi
  prepare
  cd "$home"
  say "compiling ..."
  mvn -q -B -ntp -pl server -am test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test >target/bench.log 2>&1 ||
    die 70 "the benchmarks do not compile: see target/bench.log"
  local flags
  flags=$(sed -n 's:.*<jvm.flags>\(.*\)</jvm.flags>.*:\1:p' pom.xml)
  local main=(org.openjdk.jmh.Main -jvmArgs "$flags -Xmx4g")
  if [ "${1:-}" = roster ]; then
    shift
    main=(io.gatehouse.server.engine.RosterScale)
  elif [ "${1:-}" = snapshot ]; then
    shift
    main=(-XX:+UseSerialGC io.gatehouse.server.SnapshotBench)
  fi
  # shellcheck disable=SC2086
  GLIBC_TUNABLES="${GLIBC_TUNABLES:-glibc.malloc.hugetlb=1}" "$JAVA_HOME/bin/java" $flags -Xmx2g -cp "server/target/test-classes:server/target/classes:$(cat server/target/bench.classpath)" \
    "${main[@]}" "$@"
}
