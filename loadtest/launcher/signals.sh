# Part of the launcher: Ctrl-C, SIGTERM and a closed terminal in the middle of a run and of the demo. Either ends all that was started, a
# run writes its report all the same, and no process stays.
# shellcheck shell=bash

signals_check() {
  say "launcher: Ctrl-C, SIGTERM and a closed terminal in the middle of a load test, and of the demo"
  (cd "$home/target" && signals_check_here) || die 70 "a signal did not end the launcher as it should: see target/signal-check"
}

# In the folder where its results go.
signals_check_here() {
  local load=(loadtest run --rate 300/s --duration 5m --warmup 1s --sleep --no-tui --seed 1)
  rm -rf signal-check
  mkdir signal-check
  ended_by INT run-INT 130 '^ +[0-9]+s ' "${load[@]}" -o signal-check/run-INT &&
    ended_by TERM run-TERM 130 '^ +[0-9]+s ' "${load[@]}" -o signal-check/run-TERM &&
    ended_by HUP run-HUP 129 '^ +[0-9]+s ' "${load[@]}" -o signal-check/run-HUP &&
    ended_by INT demo-INT 0 '500/500' demo --fresh --seed 4 &&
    ended_by TERM demo-TERM 130 '500/500' demo --fresh --seed 4 &&
    ended_by HUP demo-HUP 129 '500/500' demo --fresh --seed 4
}

# Starts the launcher, waits for a line of its output, sends it a signal: SIGINT and SIGHUP to its whole group, as a terminal does,
# the latter again and again: a terminal that closes sends more than one.
ended_by() {
  local signal=$1 name=$2 expected=$3 underway=$4 log=signal-check/$2.log pid rc=0 tenths=0 hangups=0
  shift 4
  : >"$log"
  # With job control it has a group of its own, and does not ignore SIGINT.
  set -m
  "$home/gatehouse" "$@" </dev/null >"$log" 2>&1 &
  pid=$!
  set +m
  # Whoever ends this check ends that too.
  # shellcheck disable=SC2064
  trap "kill -TERM $pid 2>/dev/null || true" EXIT
  until grep -Eq "$underway" "$log"; do
    kill -0 "$pid" 2>/dev/null || signal_failed "$name" "ended by itself" || return 1
    [ $((tenths += 1)) -le 1200 ] || signal_failed "$name" "not under way after two minutes" || return 1
    sleep 0.1
  done
  case $signal in
    INT) kill -INT -- "-$pid" ;;
    HUP) until ! kill -HUP -- "-$pid" 2>/dev/null || [ $((hangups += 1)) -gt 500 ]; do sleep 0.02; done ;;
    *) kill -TERM "$pid" ;;
  esac
  wait "$pid" || rc=$?
  trap - EXIT
  [ "$rc" = "$expected" ] || signal_failed "$name" "exit $rc, not $expected" || return 1
  ! kill -TERM -- "-$pid" 2>/dev/null || signal_failed "$name" "it has left a process of its group" || return 1
  grep -q 'server stopped (exit 0)' "$log" || signal_failed "$name" "its server did not stop" || return 1
  case $name in
    run-*)
      [ -s "signal-check/$name/report.html" ] && grep -q 'interrupted by a signal' "signal-check/$name/result.json" ||
        signal_failed "$name" "no report" || return 1
      ;;
    # The last words of the gates, who finish what is under way.
    *) grep -q ' 0 neither way' "$log" || signal_failed "$name" "its gates did not end in order" || return 1 ;;
  esac
  say "  $name: exit $rc, no process left"
}

signal_failed() {
  say "  $1: $2"
  tail -5 "signal-check/$1.log" >&2
  return 1
}
