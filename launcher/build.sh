# Part of the launcher: what is built, and how it is run.
# shellcheck shell=bash

server_jar=$home/server/target/server.jar
loadtest_jar=$home/loadtest/generator/target/loadtest.jar
viewer_jar=$home/grafana/target/viewer.jar
stamp=$home/server/target/.built

is_built() {
  [ -f "$stamp" ] && [ -f "$server_jar" ] && [ -f "$loadtest_jar" ] && [ -f "$viewer_jar" ] &&
    [ -z "$(find "$home"/pom.xml "$home"/*/pom.xml "$home"/*/*/pom.xml "$home"/proto/src "$home"/server/src/main "$home"/gate-client/*/src/main \
      "$home"/loadtest/*/src/main "$home"/grafana/{src/main,viewer,dashboards,runbooks} -newer "$stamp" -print -quit 2>/dev/null)" ]
}

build() {
  is_built || compile
  archive_classes
}

compile() {
  prepare
  say "building (about a minute the first time: Maven fetches what it needs) ..."
  local log=$home/target/build.log
  mkdir -p "$home/target"
  if ! (cd "$home" && mvn -B -ntp -DskipTests -Dspotless.check.skip=true package 2>&1) | tee "$log" |
    awk '/Building Gatehouse/ { sub(/.*Building /, ""); print "gatehouse:   " $0; fflush() }' >&2 || ! grep -q 'BUILD SUCCESS' "$log"; then
    grep -E '^\[ERROR\]' "$log" | head -20 >&2
    die 70 "the build failed: see target/build.log"
  fi
  touch "$stamp"
}

# The server's classes as one JDK lays them out in memory, which takes seconds from a start. Made by a short run of the
# server; where there is none or it does not fit, the JVM does without.
archive_file() { echo "$home/server/target/classes-$(cksum <"$JAVA_HOME/release" 2>/dev/null | cut -d' ' -f1).jsa"; }

has_archive() { [ "$1" -nt "$server_jar" ] && [ -f "$JAVA_HOME/release" ]; }

archive_classes() {
  [ -n "${JAVA_HOME:-}" ] || JAVA_HOME=$(java_home) || return 0
  local file work pid
  file=$(archive_file)
  if has_archive "$file" || [ ! -f "$JAVA_HOME/release" ] || ! work=$(mktemp -d "$home/server/target/archive.XXXXXX" 2>/dev/null); then
    return 0
  fi
  say "preparing the server's classes for $("$JAVA_HOME/bin/java" -version 2>&1 | head -1) (once, ten seconds) ..."
  rm -f "$file"
  java_server site demo --out "$work/site" --residents 2000 --gates 20 >/dev/null 2>&1 </dev/null &
  wait $! || true
  printf 'gatehouse { listen.port = 0, admin.port = 0, data-dir = "%s/data", site-dir = "%s/site" }' "$work" "$work" >"$work/conf"
  : >"$work/out"
  GATEHOUSE_JAVA_OPTS=-XX:ArchiveClassesAtExit="$work/jsa" java_server server --config "$work/conf" >"$work/out" 2>/dev/null </dev/null &
  pid=$!
  if await_ready "$work/out" "$pid"; then
    kill "$pid"
    if wait "$pid"; then mv "$work/jsa" "$file" || true; fi
  fi
  rm -rf "$work"
}

java_server() {
  # Huge pages for the roster's memory, which malloc hands out; the heap is small, nothing is allocated for a scan.
  # shellcheck disable=SC2046,SC2086
  GLIBC_TUNABLES="${GLIBC_TUNABLES:-glibc.malloc.hugetlb=1}" exec ${GATEHOUSE_PIN:-} "$JAVA_HOME/bin/java" $(server_flags) \
    ${GATEHOUSE_JAVA_OPTS:-} -jar "$server_jar" "$@"
}

server_flags() {
  local archive
  archive=$(archive_file)
  if has_archive "$archive"; then echo -XX:SharedArchiveFile="$archive" '-Xlog:cds*=off'; fi
  echo -Xms512m -Xmx1g -XX:MaxDirectMemorySize=1400m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData \
    -Djava.net.preferIPv4Stack=true
  # From 24 on the JDK warns of the memory access that roster and sockets use.
  if [ "$(major "$JAVA_HOME")" -ge 24 ]; then echo --sun-misc-unsafe-memory-access=allow; fi
}

java_loadtest() { ${loadtest_exec:-} "$JAVA_HOME/bin/java" -Xms256m -Xmx1g -XX:+UseSerialGC -XX:-UsePerfData -jar "$loadtest_jar" "$@"; }
