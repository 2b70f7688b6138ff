# Part of the launcher: fuzzing.
# shellcheck shell=bash

fuzz_usage() {
  cat <<'TXT'
Runs Jazzer on what takes bytes from outside. docs/FUZZING.md has the targets.

  ./gatehouse fuzz [TARGET] [--time SPAN]  frames, session, site, journal or snapshot; without one each of them, 1m each
  ./gatehouse fuzz --seeds                 write the seeds again, after a format has changed

SPAN is a number with s, m or h. What it finds stays in server/target/fuzz/TARGET.

Example:
  ./gatehouse fuzz journal --time 10m

Exit codes: 0 nothing found, 64 usage, 70 something found (or the build failed).
TXT
}

fuzz_class() {
  case $1 in
    frames) echo io.gatehouse.server.transport.FrameFuzz ;;
    session) echo io.gatehouse.server.session.SessionFuzz ;;
    site) echo io.gatehouse.server.roster.site.SiteFuzz ;;
    journal) echo io.gatehouse.server.journal.JournalFuzz ;;
    snapshot) echo io.gatehouse.server.journal.SnapshotFuzz ;;
    *) die 64 "no fuzz target '$1': frames, session, site, journal, snapshot" ;;
  esac
}

seconds() {
  case $1 in
    *[!0-9smh]* | [!0-9]* | *[smh]?* | '') die 64 "'$1' is no span like 90s, 10m or 2h" ;;
    *s) echo $((10#${1%s})) ;;
    *m) echo $((10#${1%m} * 60)) ;;
    *h) echo $((10#${1%h} * 3600)) ;;
    *) die 64 "'$1' has no unit: 90s, 10m or 2h" ;;
  esac
}

fuzz() {
  local targets=() span=60 seeds=0
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) fuzz_usage; return ;;
      --time) span=$(seconds "${2:-}"); shift 2 ;;
      --seeds) seeds=1; shift ;;
      *) fuzz_class "$1" >/dev/null; targets+=("$1"); shift ;;
    esac
  done
  [ ${#targets[@]} -gt 0 ] || targets=(frames session site journal snapshot)
  prepare
  cd "$home"
  say "building ..."
  mvn -q -B -ntp -Pfuzz -DskipTests -Dspotless.check.skip=true -pl server -am package || die 70 "the build failed"
  local flags classpath target found=0
  flags=$(sed -n 's:.*<jvm.flags>\(.*\)</jvm.flags>.*:\1:p' pom.xml)
  classpath="server/target/test-classes:server/target/classes:$(cat server/target/fuzz.classpath)"
  if [ "$seeds" = 1 ]; then
    # shellcheck disable=SC2086
    "$JAVA_HOME/bin/java" $flags -cp "$classpath" io.gatehouse.server.fuzz.SeedCorpus server/src/test/resources/fuzz
    return
  fi
  for target in "${targets[@]}"; do
    fuzz_one "$target" || found=1
  done
  [ "$found" = 0 ] || die 70 "something was found: docs/FUZZING.md says how to go on"
}

# Uses flags, classpath and span of fuzz. What is new goes into the first folder; the committed one is only read.
fuzz_one() {
  local target=$1 out=server/target/fuzz/$1 rc=0
  mkdir -p "$out/corpus"
  say "fuzz $target for $span s (log: $out/log) ..."
  # The hooks of that sanitizer break the start of Netty's own classes.
  # shellcheck disable=SC2086
  "$JAVA_HOME/bin/java" $flags -Xmx1g -XX:+UseSerialGC -cp "$classpath" com.code_intelligence.jazzer.Jazzer \
    --target_class="$(fuzz_class "$target")" \
    --instrumentation_includes='io.gatehouse.server.**:io.gatehouse.proto.wire.**:de.siegmar.**:com.typesafe.**' \
    --disabled_hooks=com.code_intelligence.jazzer.sanitizers.UnsafeSanitizer --reproducer_path="$out" \
    -artifact_prefix="$out/" -max_total_time="$span" -timeout=25 -rss_limit_mb=3000 -print_final_stats=1 \
    "$out/corpus" "server/src/test/resources/fuzz/$target" >"$out/log" 2>&1 || rc=$?
  awk -v target="$target" '/ cov: / { for (i = 1; i < NF; i++) { if ($i == "cov:") cov = $(i + 1); if ($i == "ft:") ft = $(i + 1) } }
    /stat::number_of_executed_units/ { runs = $2 } /stat::average_exec_per_sec/ { each = $2 }
    END { printf "%-8s %d executions, %d a second, coverage %d edges, %d features\n", target, runs, each, cov, ft }' "$out/log"
  [ "$rc" = 0 ] || grep -E '^(== Java Exception|Caused by|.*Test unit written to|ERROR: )' "$out/log" >&2 || tail -20 "$out/log" >&2
  return "$rc"
}
