#!/bin/sh
# Provisioning reads variables, and secrets come as files: NAME_FILE becomes NAME, for the names that provisioning uses.
# Grafana's own start does the same for what begins with GF_. Then provisioning is laid out with the receivers that are set.
set -eu

take() {
  eval "file=\${$1_FILE:-}"
  [ -z "$file" ] && return
  eval "$1=\$(cat \"\$file\")"
  export "${1?}"
}

take CALLSIGHT_API_KEY
take CALLSIGHT_PAGES_KEY
take CALLSIGHT_INFLUX_READ_TOKEN
take CALLSIGHT_ONCALL_WEBHOOK_URL
take CALLSIGHT_ONCALL_WEBHOOK_TOKEN
take CALLSIGHT_ONCALL_SLACK_URL
take CALLSIGHT_ONCALL_PAGERDUTY_KEY
take CALLSIGHT_WATCHDOG_URL

source=$(dirname "$0")/provisioning
GF_PATHS_PROVISIONING=$(mktemp -d)
export GF_PATHS_PROVISIONING
cp -r "$source/datasources" "$source/plugins" "$source/dashboards" "$GF_PATHS_PROVISIONING"
"$source/receivers.sh" "$GF_PATHS_PROVISIONING/alerting"

exec "${GRAFANA_RUN:-/run.sh}" "$@"
