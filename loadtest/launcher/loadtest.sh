# Part of the launcher: which load test has a server of its own, and which kind.
# shellcheck shell=bash

# shellcheck source=loadtest/launcher/own-server.sh
. "$home/loadtest/launcher/own-server.sh"

load_test() {
  local what=${1:-}
  [ $# = 0 ] || shift
  case $what in
    ratio | scale) pinned "$what" "$@" ;;
    peers)
      # shellcheck source=loadtest/launcher/peers.sh
      . "$home/loadtest/launcher/peers.sh"
      peers "$@"
      ;;
    scrape-cost)
      # shellcheck source=loadtest/launcher/scrape-cost.sh
      . "$home/loadtest/launcher/scrape-cost.sh"
      scrape_cost "$@"
      ;;
    tls-cost)
      # shellcheck source=loadtest/launcher/tls.sh
      . "$home/loadtest/launcher/tls.sh"
      tls_cost "$@"
      ;;
    run | capacity | canonical) own_unless_named "$what" "$@" ;;
    '') java_loadtest && return || return $? ;;
    *) java_loadtest "$what" "$@" && return || return $? ;;
  esac
}

# A figure of server and generator, each pinned to a core; with a server of its own unless --target names one.
pinned() {
  local what=$1
  shift
  if names_its_target "$@"; then
    java_loadtest "$what" "$@" && return || return $?
  fi
  local dir gates admin ready fresh=1 rc=0 site_flags=() pin=() tls=() GATEHOUSE_TLS__CERTIFICATE GATEHOUSE_TLS__KEY
  local GATEHOUSE_PIN
  # shellcheck source=loadtest/launcher/pinning.sh
  . "$home/loadtest/launcher/pinning.sh"
  case $what in
    ratio) pin_all ;;
    scale) pin_both; site_flags=(--gates 18000) ;;
  esac
  own_tls "$@"
  serve "$what" 1
  say "$(sed -n 's/.*Server: //p' "$dir/server.log")"
  # The process itself: the launcher's shell has become taskset, and that java.
  java_loadtest "$what" --target "$gates" --server-pid "$server_pid" --site "$dir/site" --data-dir "$dir/data" \
    "${pin[@]}" "${tls[@]}" "$@" || rc=$?
  stop_server
  trap - EXIT
  return "$rc"
}
