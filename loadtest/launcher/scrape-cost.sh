# Part of the launcher: what it costs a server to be scraped.
# shellcheck shell=bash

# With a server of its own unless --target names one; server and generator on a core each where there are two. Nothing of it stays.
scrape_cost() {
  case " $* " in
    *" --target "* | *" --target="* | *" --help "* | *" -h "*) java_loadtest scrape-cost "$@" && return || return $? ;;
  esac
  local dir gates admin ready fresh=1 rc=0 site_flags=(--gates 500) tls=() GATEHOUSE_TLS__CERTIFICATE GATEHOUSE_TLS__KEY
  local GATEHOUSE_PIN pin=()
  # shellcheck source=loadtest/launcher/pinning.sh
  . "$home/loadtest/launcher/pinning.sh"
  pin_both
  own_tls "$@"
  serve scrape-cost 1
  java_loadtest scrape-cost --target "$gates" --admin "$admin" --server-pid "$server_pid" --site "$dir/site" \
    --data-dir "$dir/data" "${pin[@]}" "${tls[@]}" "$@" || rc=$?
  stop_server
  trap - EXIT
  rm -rf "$dir"
  return "$rc"
}
