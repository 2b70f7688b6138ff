# Part of the launcher: all tests.
# shellcheck shell=bash

tests() {
  local counts=${1:-ci}
  case $counts in -h | --help) usage; return ;; esac
  case $counts in quick | ci | full) ;; *) die 64 "test takes quick, ci or full, not '$counts'" ;; esac
  prepare
  cd "$home"
  say "JDK of the tests: $("$JAVA_HOME/bin/java" -version 2>&1 | head -1)"
  want prometheus
  want chromium
  want chromedriver chromium-driver
  mvn -B -ntp -Dgatehouse.tests="$counts" verify
  touch "$stamp"
  smoke
  . "$home/loadtest/launcher/check.sh"
  load_check
}

# The built server on every JDK that is found: starts, decides a few seconds of the demo, stops.
smoke() {
  local jdk seen=" " real
  mkdir -p "$home/target"
  for jdk in "$JAVA_HOME" /usr/lib/jvm/*; do
    real=$(readlink -f "$jdk")
    [ -x "$real/bin/javac" ] || continue
    case $seen in *" $real "*) continue ;; esac
    seen="$seen$real "
    if [ "$(major "$real")" -lt 17 ]; then
      say "smoke: $real is older than 17, not run"
      continue
    fi
    say "smoke: $("$real/bin/java" -version 2>&1 | head -1)"
    (cd "$home/target" && JAVA_HOME=$real "$home/gatehouse" demo --seed 3 --fresh --duration 5s) ||
      die 70 "smoke run failed on $real"
  done
}
