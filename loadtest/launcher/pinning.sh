# Part of the launcher: a core each for server and generator, where that can be.
# shellcheck shell=bash

# Sets GATEHOUSE_PIN for the server that is started next, and pin, the generator's flags; says what comes of it.
pin_both() {
  GATEHOUSE_PIN=''
  pin=()
  if [ "$(nproc)" -lt 2 ]; then
    say "ONE CORE: server and generator share it, so the figures are of both"
  elif ! command -v taskset >/dev/null; then
    say "NO taskset: server and generator are not pinned, figures scatter more (sudo apt-get install -y util-linux)"
  elif ! { taskset -c 0 true && taskset -c 1 true; } 2>/dev/null; then
    say "CORES 0 AND 1 are not both ours: server and generator are not pinned, figures scatter more"
  else
    GATEHOUSE_PIN="taskset -c 1"
    # shellcheck disable=SC2034
    pin=(--pin-generator 0)
    say "server on core 1, generator on core 0"
  fi
}

# The same for a command that ties to the server's core what it starts itself.
pin_all() {
  pin_both
  [ ${#pin[@]} = 0 ] || pin+=(--pin-server 1)
}
