# Part of the launcher: a server on a site made for it, and the demo.
# shellcheck shell=bash

# shellcheck source=grafana/launcher/watch.sh
. "$home/grafana/launcher/watch.sh"

# Makes a site and a configuration of the day under data/ and starts a server on them: sets dir, gates, admin, server_pid.
serve() {
  local name=$1 seed=$2 made
  # A site's dates are relative to the day of making: each day has a folder of its own.
  dir=data/$name-$seed-$(date +%F)
  [ "${fresh:-0}" = 0 ] || rm -rf "$dir"
  mkdir -p "$dir"
  dir=$(cd "$dir" && pwd)
  if [ ! -f "$dir/site/estates.csv" ]; then
    made=$("$JAVA_HOME/bin/java" -Xmx1g -XX:+UseSerialGC -jar "$server_jar" site demo --out "$dir/site" --seed "$seed" "${site_flags[@]}")
    made=${made%%$'\n'*}
    say "made ${dir#"$PWD"/}/site${made#*/site}"
  fi
  cat >"$dir/gatehouse.conf" <<CONF
gatehouse {
  listen { host = "127.0.0.1", port = 0 }
  admin { host = "127.0.0.1", port = 0 }
  data-dir = "$dir/data"
  site-dir = "$dir/site"
}
CONF
  say "starting the server (log: ${dir#"$PWD"/}/server.log) ..."
  : >"$dir/ready"
  (
    trap '' INT
    # Its log is a file that people read.
    GATEHOUSE_LOG__FORMAT=${GATEHOUSE_LOG__FORMAT:-human} java_server server --config "$dir/gatehouse.conf"
  ) >"$dir/ready" 2>"$dir/server.log" &
  server_pid=$!
  trap 'stop_server' EXIT
  trap 'exit 130' INT TERM
  # The terminal is closed.
  trap 'exit 129' HUP
  await_ready "$dir/ready" "$server_pid" || { tail -20 "$dir/server.log" >&2; die 70 "the server did not start"; }
  ready=$(grep -m1 '^gatehouse ready' "$dir/ready")
  gates=$(sed -n 's/.* gates=\([^ ]*\).*/\1/p' <<<"$ready")
  admin=$(sed -n 's/.* admin=\([^ ]*\).*/\1/p' <<<"$ready")
}

demo_usage() {
  cat <<'TXT'
A demo site, a server on it and a morning peak at its 500 gates, until Ctrl-C. All of it is below data/, in a folder of
the day; the next demo of the day goes on with the same passes and the same journal.

  ./gatehouse demo [--seed N] [--fresh] [--duration TIME] [--watch [--screenshots DIR]]

  --seed N           another site. Default: 1
  --fresh            forgets what earlier demos of that site left today
  --duration TIME    ends by itself after that, such as 30s or 5m
  --watch            with a Prometheus, and all dashboards in a browser
  --screenshots DIR  a picture of each dashboard after two and a half minutes, then the end

Examples:
  ./gatehouse demo --watch
  ./gatehouse demo --seed 7 --fresh --duration 1m

Exit codes: 0 ended by Ctrl-C or after its time, 1 the gates failed, 64 usage, 70 the server did not start, 129 terminal closed,
130 interrupted before the gates were there.
TXT
}

demo() {
  local seed=1 fresh=0 duration=() site_flags=() watch=0 screenshots='' dashboards='' generator=''
  while [ $# -gt 0 ]; do
    case $1 in
      --watch) watch=1; shift ;;
      --screenshots) screenshots=${2:?--screenshots takes a folder}; shift 2 ;;
      --seed) seed=${2:?--seed takes a number}; shift 2 ;;
      --duration) duration=(--duration "${2:?--duration takes a time like 30s}"); shift 2 ;;
      --fresh) fresh=1; shift ;;
      -h | --help) demo_usage; return ;;
      *) die 64 "demo takes --watch, --screenshots DIR, --seed N, --duration TIME and --fresh, not '$1'" ;;
    esac
  done
  prepare
  build
  [ "$watch" = 0 ] || watch_need
  local dir gates admin ready
  serve demo "$seed"
  [ "$watch" = 0 ] || watch_start
  cat <<TXT
$ready

  gates      $gates
  metrics    curl -s http://$admin/metrics | grep gatehouse_
  health     curl -s 'http://$admin/readyz?verbose'
  journal    ./gatehouse journal cat ${dir#"$PWD"/}/data --output json | tail -1${dashboards:+
  dashboards $dashboards}

Morning peak at the gates of Longcheng, Ctrl-C ends it:
TXT
  local rc=0
  # In place of the shell, so that its id is load_pid's.
  (trap - INT; loadtest_exec='exec'; java_loadtest demo --target "$gates" --site "$dir/site" --seed "$seed" --server-pid "$server_pid" \
    ${generator:+--prometheus-addr "$generator"} "${duration[@]}") &
  load_pid=$!
  # Ctrl-C reaches the gates too: they finish what is under way, then we stop the server.
  trap : INT
  [ -z "$screenshots" ] || watch_screenshots "$screenshots"
  while kill -0 "$load_pid" 2>/dev/null; do wait "$load_pid" && rc=0 || rc=$?; done
  stop_server
  trap - EXIT
  [ "$rc" = 0 ] || [ "$rc" = 130 ] || exit "$rc"
}

await_ready() {
  local i
  for i in $(seq 600); do
    grep -q '^gatehouse ready' "$1" && return 0
    kill -0 "$2" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}

stop_server() {
  # Whoever is impatient, or closes the terminal, shall not leave one of them behind.
  trap '' INT TERM HUP
  watch_stop
  # The gates finish what is under way before the server goes.
  if [ -n "${load_pid:-}" ] && kill "$load_pid" 2>/dev/null; then
    wait "$load_pid" || true
  fi
  load_pid=
  if [ -n "${server_pid:-}" ] && kill "$server_pid" 2>/dev/null; then
    local rc=0
    wait "$server_pid" || rc=$?
    say "server stopped (exit $rc)"
  fi
  server_pid=
  trap - INT TERM HUP
}
