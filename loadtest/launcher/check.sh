# Part of the launcher: short load tests of a server started for them, which have to be right, not fast: what is lost,
# wrong or never sent fails, however busy the machine is.
# shellcheck shell=bash

load_check() {
  say "load test: morning-peak and connect-storm, judged by what is lost, wrong or never sent"
  (cd "$home/target" && load_check_here) || die 70 "a load test failed: see target/load-check"
  . "$home/loadtest/launcher/signals.sh"
  signals_check
}

# In the folder where its results go.
load_check_here() {
  local dir gates admin ready fresh=1 rc=0 site_flags=(--residents 5000 --gates 200) GATEHOUSE_PIN='' holds=() metric
  for metric in errors lost duplicated reordered wrong unsent; do
    holds+=(--threshold "$metric==0")
  done
  rm -rf load-check
  serve load-check 1
  load_check_run morning-peak --rate 2000/s --duration 15s --warmup 2s && load_check_run connect-storm --duration 5s --warmup 1s || rc=$?
  stop_server
  trap - EXIT
  return "$rc"
}

load_check_run() {
  local scenario=$1
  shift
  java_loadtest run --target "$gates" --server-pid "$server_pid" --admin "$admin" --site "$dir/site" --verify-journal "$dir/data" --scenario "$scenario" --sleep \
    --no-tui -o "load-check/$scenario" "${holds[@]}" "$@"
}
