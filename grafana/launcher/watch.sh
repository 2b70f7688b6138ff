# Part of the launcher: a Prometheus with the shipped rules, and the shipped dashboards in a browser, beside the demo.
# shellcheck shell=bash
# Uses home, say, die, need and JAVA_HOME of the launcher, and of its serve: dir, admin.

watch_pids=()

# What it takes, before anything is started.
watch_need() {
  command -v prometheus >/dev/null && return 0
  need prometheus
  [ ! -d /run/systemd/system ] ||
    say "Debian now also runs a Prometheus of its own, on port 9090; without it: sudo systemctl disable --now prometheus"
}

# Starts both: sets dashboards to the address for the browser, and generator to where Prometheus looks for the gates' meters.
watch_start() {
  local work=$dir/prometheus at
  generator=127.0.0.1:$(watch_free_port)
  # Servers of an earlier demo would still count for five minutes.
  rm -rf "$work"
  mkdir -p "$work/rules"
  # As shipped, but each second: nobody waits for a demo.
  sed -e "s#127\.0\.0\.1:7172#$admin#; s#127\.0\.0\.1:7180#$generator#; s#\(scrape_interval\|evaluation_interval\): .*#\1: 1s#; s#\.\./rules/#rules/#" \
    "$home/grafana/prometheus/prometheus.yml" >"$work/prometheus.yml"
  for at in "$home"/grafana/rules/*.yml; do
    sed 's/^\( *interval\): .*/\1: 1s/' "$at" >"$work/rules/$(basename "$at")"
  done
  watch_launch "$work/prometheus.log" prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/data" \
    --web.listen-address=127.0.0.1:0
  at=$(watch_await "$work/prometheus.log" 's/.*msg="Listening on" address=\([0-9.:]*\).*/\1/p') ||
    die 70 "Prometheus did not start: see $work/prometheus.log"
  watch_launch "$work/viewer.log" "$JAVA_HOME/bin/java" -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData \
    -jar "$viewer_jar" --prometheus "http://$at" --port 0 --range 5m --refresh 2s
  dashboards=$(watch_await "$work/viewer.log" 's/^viewer ready //p') || die 70 "the viewer did not start: see $work/viewer.log"
}

watch_free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)) && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

# Ctrl-C is for the gates; these two are stopped by their ids when the demo is over.
watch_launch() {
  local log=$1
  shift
  (
    trap '' INT
    exec "$@"
  ) >"$log" 2>&1 </dev/null &
  watch_pids+=($!)
}

# Prints what the expression finds in the log, within 20 s.
watch_await() {
  local i found
  for i in $(seq 200); do
    found=$(sed -n "$2" "$1" | head -1)
    if [ -n "$found" ]; then
      echo "$found"
      return 0
    fi
    kill -0 "${watch_pids[-1]}" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}

watch_stop() {
  local pid
  for pid in "${watch_pids[@]}"; do
    kill "$pid" 2>/dev/null || true
  done
  for pid in "${watch_pids[@]}"; do
    wait "$pid" 2>/dev/null || true
  done
  watch_pids=()
}

# A picture of each dashboard, 1600 px wide and as high as it is, of the last two and a half minutes; then the gates are done.
watch_screenshots() {
  local out=$1 name height page profile to
  [ -n "$dashboards" ] || die 64 "--screenshots goes with --watch"
  command -v chromium >/dev/null || need chromium
  mkdir -p "$out"
  say "screenshots in two and a half minutes ..."
  sleep 150
  profile=$(mktemp -d)
  # The browser takes its share of the processor: what comes from now on is not on the pictures.
  to=$(date +%s)
  for name in "$home"/grafana/dashboards/*.json; do
    page=${dashboards}d/$(sed -n 's/^  "uid": "\(.*\)".*/\1/p' "$name" | head -1)"?refresh=off&theme=dark&from=$((to - 150))&to=$to"
    height=$(watch_chromium 1200 --dump-dom "$page" | sed -n 's/.*data-height="\([0-9]*\)".*/\1/p' | head -1)
    watch_chromium "${height:-1200}" --screenshot="$out/$(basename "$name" .json).png" "$page"
  done
  rm -rf "$profile"
  "$JAVA_HOME/bin/java" "$home/grafana/launcher/FewerColors.java" "$out"/*.png >&2
  kill "$load_pid" 2>/dev/null || true
}

watch_chromium() {
  local height=$1
  shift
  chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$profile" --window-size="1600,$height" \
    --virtual-time-budget=10000 "$@" 2>/dev/null
}
