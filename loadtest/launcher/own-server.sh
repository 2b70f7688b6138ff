# Part of the launcher: load tests with a server of their own, on an empty folder and the demo site of seed 1.
# shellcheck shell=bash

# Whether the arguments name what is tested, or ask for help only.
names_its_target() {
  local argument
  for argument in "$@"; do
    case $argument in
      --target | --target=* | --echo | --self-test | --self-test=* | -h | --help | -V | --version) return 0 ;;
    esac
  done
  return 1
}

# The flags that make a demo site of at least so many gates as the arguments ask for: it has about 500 as it comes.
site_for() {
  local wanted='' previous='' argument
  for argument in "$@"; do
    case $previous in --gates | --connections | -c) wanted=$argument ;; esac
    case $argument in --gates=* | --connections=* | -c=*) wanted=${argument#*=} ;; esac
    previous=$argument
  done
  case $wanted in
    '' | *[!0-9]* | ??????*) ;;
    *) if [ "$wanted" -gt 500 ]; then echo --gates "$wanted"; fi ;;
  esac
}

# Where the arguments ask for TLS: a certificate for the server that is started next, and tls, what its gates have to be told.
own_tls() {
  local argument
  for argument in "$@"; do
    if [ "$argument" = --tls ]; then
      # shellcheck source=loadtest/launcher/tls.sh
      . "$home/loadtest/launcher/tls.sh"
      tls_files "$home/data/loadtest-tls"
      export GATEHOUSE_TLS__CERTIFICATE=$home/data/loadtest-tls/server.pem GATEHOUSE_TLS__KEY=$home/data/loadtest-tls/server.key
      tls=(--tls-ca "$home/data/loadtest-tls/authority.pem")
    fi
  done
}

# Version and commit of what is measured.
server_version() {
  local commit
  commit=$(git -C "$home" describe --always --dirty --abbrev=12 2>/dev/null) || commit="no git checkout"
  echo "$( (java_server --version) 2>/dev/null | sed -n '1s/,.*//p'), $commit"
}

# run, capacity or canonical. Server and generator each have a core, where there are two.
with_own_server() {
  local what=$1
  shift
  local dir gates admin ready fresh=1 rc=0 site_flags=() pin=() GATEHOUSE_PIN version
  # shellcheck source=loadtest/launcher/pinning.sh
  . "$home/loadtest/launcher/pinning.sh"
  pin_both
  version=$(server_version)
  read -ra site_flags <<<"$(site_for "$@")"
  local tls=() GATEHOUSE_TLS__CERTIFICATE GATEHOUSE_TLS__KEY
  own_tls "$@"
  pin+=("${tls[@]}")
  serve "loadtest-$what" 1
  trap 'own_server_end' EXIT
  if [ "$what" = run ]; then
    pin+=(--admin "$admin")
  else
    pin+=(--data-dir "$dir/data" --server-version "$version")
  fi
  # In the background, so that a SIGTERM to this shell is passed on; with the terminal all the same.
  exec 3<&0
  (trap - INT TERM; loadtest_exec='exec'; java_loadtest "$what" --target "$gates" --server-pid "$server_pid" --site "$dir/site" \
    "${pin[@]}" "$@") <&3 &
  load_pid=$!
  exec 3<&-
  # Ctrl-C reaches the generator too, which then writes its report; we wait for that.
  trap : INT
  trap 'kill -TERM "$load_pid" 2>/dev/null || :' TERM
  while kill -0 "$load_pid" 2>/dev/null; do wait "$load_pid" && rc=0 || rc=$?; done
  load_pid=
  stop_server
  trap - EXIT INT TERM
  return "$rc"
}

own_server_end() {
  trap '' INT TERM HUP
  if [ -n "${load_pid:-}" ]; then
    kill "$load_pid" 2>/dev/null || true
    wait "$load_pid" 2>/dev/null || true
  fi
  load_pid=
  stop_server
}

# run without arguments is the canonical run; run and capacity have a server of their own unless they name one.
own_unless_named() {
  if names_its_target "$@"; then
    java_loadtest "$@" && return || return $?
  fi
  if [ "$*" = run ]; then
    set -- canonical
  fi
  with_own_server "$@"
}
