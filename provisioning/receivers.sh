#!/bin/sh
# receivers.sh FOLDER: puts into FOLDER (Grafana's provisioning/alerting) the alert rules, templates, policies and contact points
# of Callsight, with a receiver for each variable that is set, and removes the receivers of variables that are not. To be run
# before each start of Grafana, with Grafana's environment: an empty setting of a receiver would keep Grafana from starting.
#
# No value of a variable is written: Grafana puts them in where the files name them.
set -eu

target=$1
source=$(CDPATH= cd "$(dirname "$0")" && pwd)
mkdir -p "$target"

# Files of Grafana are read whole or not at all.
place() {
  cat >"$target/.callsight.new"
  mv "$target/.callsight.new" "$target/$1"
}

# receiver NAME VARIABLE: the file if the variable is set, else what removes the receiver.
receiver() {
  eval "value=\${$2:-}"
  if [ -n "$value" ]; then
    place "callsight-$1.yaml" <"$source/receivers/$1.yaml"
  else
    printf 'apiVersion: 1\ndeleteContactPoints: [{ orgId: 1, uid: callsight-oncall-%s }]\n' "$1" | place "callsight-$1.yaml"
  fi
}

for name in rules templates contact-points; do
  place "callsight-$name.yaml" <"$source/alerting/$name.yaml"
done

receiver email CALLSIGHT_ONCALL_EMAIL
receiver webhook CALLSIGHT_ONCALL_WEBHOOK_URL
receiver slack CALLSIGHT_ONCALL_SLACK_URL
receiver pagerduty CALLSIGHT_ONCALL_PAGERDUTY_KEY

if [ -n "${CALLSIGHT_WATCHDOG_URL:-}" ]; then
  place callsight-watchdog.yaml <"$source/receivers/watchdog.yaml"
else
  place callsight-watchdog.yaml <<'END'
apiVersion: 1
deleteRules: [{ orgId: 1, uid: callsight-watchdog }]
deleteContactPoints: [{ orgId: 1, uid: callsight-watchdog }]
END
fi

if [ "${CALLSIGHT_POLICIES:-callsight}" = own ]; then
  rm -f "$target/callsight-policies.yaml"
elif [ -n "${CALLSIGHT_WATCHDOG_URL:-}" ]; then
  sed "/puts the route of the watchdog here/r $source/receivers/watchdog-route.txt" "$source/alerting/policies.yaml" |
    place callsight-policies.yaml
else
  place callsight-policies.yaml <"$source/alerting/policies.yaml"
fi
