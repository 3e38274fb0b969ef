#!/bin/sh
# Provisioning reads variables, and secrets come as files: NAME_FILE becomes NAME, for the names that provisioning uses.
# Grafana's own start does the same for what begins with GF_.
set -eu

take() {
  eval "file=\${$1_FILE:-}"
  [ -z "$file" ] && return
  eval "$1=\$(cat \"\$file\")"
  export "${1?}"
}

take CALLSIGHT_API_KEY
take CALLSIGHT_INFLUX_READ_TOKEN

exec "${GRAFANA_RUN:-/run.sh}" "$@"
