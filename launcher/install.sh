# Part of the launcher: what the machine needs, and how it gets it.
# shellcheck shell=bash

java_home() {
  local candidate
  for candidate in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v javac || echo /nowhere/bin/javac)")")")" /usr/lib/jvm/*; do
    # A full JDK: the roster's map compiles its accessors at start.
    if [ -n "$candidate" ] && [ -x "$candidate/bin/javac" ] && [ "$(major "$candidate")" -ge 17 ] 2>/dev/null; then
      echo "$candidate"
      return 0
    fi
  done
  return 1
}

major() {
  local version
  # The release file says it in no time; a JVM takes a tenth of a second.
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null) || true
  if [ -n "$version" ]; then echo "$version"; else major_by_running "$1"; fi
}

major_by_running() { "$1/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.specification.version = //p'; }

need() {
  local missing=("$@")
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing ${missing[*]} ..."
    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}") >&2 ||
      die 70 "apt-get could not install ${missing[*]}"
  else
    die 70 "missing: ${missing[*]}. Type: sudo apt-get install -y ${missing[*]}"
  fi
}

# Like need, but goes on without: the tests then say what they left out. A command, and its package if that is called otherwise.
want() {
  command -v "$1" >/dev/null && return 0
  (need "${2:-$1}") || say "LEFT OUT: what needs $1 is not tested"
}

prepare() {
  java_home >/dev/null || need openjdk-17-jdk-headless
  command -v mvn >/dev/null || need maven
  JAVA_HOME=$(java_home)
  export JAVA_HOME
}
