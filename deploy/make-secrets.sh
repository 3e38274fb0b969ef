#!/bin/sh
# Makes the secrets of docker-compose.yml in ./secrets (or in the folder that is given). What is there stays.
#
# The folder is closed to others. Its files are not: compose mounts each one as it is into its container, where another
# user has to read it.
set -eu

folder=${1:-"$(dirname "$0")/../secrets"}
mkdir -p "$folder"
chmod 700 "$folder"

# 32 random bytes; letters and digits only, so that no place that a secret goes through needs quotes.
random() {
  head -c 32 /dev/urandom | od -An -v -t x1 | tr -d ' \n'
}

place() {
  if [ -e "$folder/$1" ]; then
    echo "kept     $1"
    return
  fi
  printf '%s' "$2" >"$folder/$1"
  chmod 644 "$folder/$1"
  echo "made     $1"
}

place bootstrap_key "$(random)"
place read_key "$(random)"
place pages_key "$(random)"
place caller_secret "$(random)"
place blobs_key "$(random)"
place influxdb_admin_password "$(random)"
place influxdb_admin_token "$(random)"
place grafana_admin_password "$(random)"
place grafana_secret_key "$(random)"
# Empty means off: put the value of your provider there, that of S3, and who is told of alerts.
place vapi_secret ''
place vapi_api_key ''
place retell_api_key ''
place twilio_auth_token ''
place acuity_api_key ''
place stripe_webhook_secret ''
place blobs_access_key_id ''
place blobs_secret_access_key ''
place smtp_password ''
place oncall_webhook_url ''
place oncall_webhook_token ''
place oncall_slack_url ''
place oncall_pagerduty_key ''
place watchdog_url ''
