# Part of the launcher: our server beside what a user would pick instead.
# shellcheck shell=bash

peers_install() {
  local package missing=()
  for package in redis-server mosquitto postgresql; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    need "${missing[@]}"
  fi
  say "redis-server, mosquitto and postgresql are installed"
}

# With a server and a site of its own unless --target or --site names one. Nothing of it stays.
peers() {
  local argument install=0 own=1 rest=()
  for argument in "$@"; do
    case $argument in
      --install) install=1 ;;
      --target | --target=* | --site | --site=* | -h | --help) own=0; rest+=("$argument") ;;
      *) rest+=("$argument") ;;
    esac
  done
  [ "$install" = 0 ] || peers_install
  local grpc=(--grpc-class-path "$home/loadtest/peers/target/grpc-peer.jar")
  if [ "$own" = 0 ]; then
    java_loadtest peers "${grpc[@]}" "${rest[@]}" && return || return $?
  fi
  local dir gates admin ready fresh=1 rc=0 site_flags=()
  local GATEHOUSE_PIN pin=()
  # shellcheck source=loadtest/launcher/pinning.sh
  . "$home/loadtest/launcher/pinning.sh"
  pin_all
  serve peers 1
  trap 'peers_end' EXIT
  say "$(sed -n 's/.*Server: //p' "$dir/server.log")"
  # The process itself, so that a signal ends it and what it has started.
  (trap - INT TERM; loadtest_exec='exec'; java_loadtest peers --target "$gates" --server-pid "$server_pid" --site "$dir/site" --work-dir "$dir/peers" \
    "${pin[@]}" "${grpc[@]}" "${rest[@]}") &
  load_pid=$!
  wait "$load_pid" || rc=$?
  peers_end
  trap - EXIT
  return "$rc"
}

peers_end() {
  trap '' INT TERM HUP
  if [ -n "${load_pid:-}" ]; then
    # It ends the peers before itself.
    kill "$load_pid" 2>/dev/null || true
    wait "$load_pid" 2>/dev/null || true
  fi
  load_pid=
  stop_server
  # The day's folder of this comparison alone, as serve has named it.
  case ${dir:-} in */data/peers-1-*) rm -rf "$dir" ;; esac
}
