# Part of the launcher: servers with TLS for load tests, and what it costs.
# shellcheck shell=bash

# An authority and a certificate for 127.0.0.1, good for a week, in a folder: authority.pem, server.pem, server.key.
tls_files() {
  command -v openssl >/dev/null || need openssl
  mkdir -p "$1"
  (
    cd "$1"
    umask 077
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 7 \
      -subj "/CN=Gatehouse load test" -keyout authority.key -out authority.pem
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
      -subj "/CN=localhost" -keyout server.key -out server.csr
    openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key -days 7 \
      -extfile <(echo "subjectAltName=IP:127.0.0.1,DNS:localhost") -out server.pem
    # Nobody can sign with it any more.
    rm authority.key server.csr
  ) >"$1/openssl.log" 2>&1 || die 70 "no certificate: see $1/openssl.log"
}

# Two servers of one site, one of them with TLS, on one core; the generator on the other. Nothing of it stays.
tls_cost() {
  case " $* " in
    *" --target "* | *" --target="* | *" --help "* | *" -h "*) java_loadtest tls-cost "$@" && return || return $? ;;
  esac
  local dir gates admin ready fresh=1 rc=0 site_flags=(--gates 1000) plain_dir plain_gates
  local GATEHOUSE_PIN pin=()
  # shellcheck source=loadtest/launcher/pinning.sh
  . "$home/loadtest/launcher/pinning.sh"
  pin_both
  tls_work=$home/data/tls-cost-files
  rm -rf "$tls_work"
  tls_files "$tls_work"
  serve tls-cost-plain 1
  plain_dir=$dir plain_gates=$gates tls_plain_pid=$server_pid
  # The same site for the other one.
  dir=$home/data/tls-cost-tls-1-$(date +%F)
  rm -rf "$dir"
  mkdir -p "$dir"
  ln -s "$plain_dir/site" "$dir/site"
  fresh=0
  GATEHOUSE_TLS__CERTIFICATE=$tls_work/server.pem GATEHOUSE_TLS__KEY=$tls_work/server.key serve tls-cost-tls 1
  trap 'tls_cost_end' EXIT
  say "$(sed -n 's/.*\(gates connect by TLS.*\)/\1/p' "$dir/server.log")"
  java_loadtest tls-cost --target "$plain_gates" --server-pid "$tls_plain_pid" --site "$plain_dir/site" --data-dir "$plain_dir/data" \
    --tls-target "$gates" --tls-pid "$server_pid" --authority "$tls_work/authority.pem" "${pin[@]}" "$@" || rc=$?
  tls_cost_end
  trap - EXIT
  rm -rf "$dir" "$plain_dir" "$tls_work"
  return "$rc"
}

tls_cost_end() {
  stop_server
  server_pid=${tls_plain_pid:-}
  tls_plain_pid=
  stop_server
}
