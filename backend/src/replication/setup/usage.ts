export const USAGE = `Usage: callsight setup influx [options]

Prepares an InfluxDB for Callsight: the bucket (2.x) or database (1.x), credentials for the service that may read and
write it and nothing else, and credentials that may only read it (for Grafana). A second run changes nothing.

  --url <url>              address of InfluxDB ($CALLSIGHT_INFLUX_URL, http://127.0.0.1:8086)
  --api <v2|v1>            InfluxDB 2.x or 1.x ($CALLSIGHT_INFLUX_API, v2)
  --org <name>             organization, 2.x ($CALLSIGHT_INFLUX_ORG)
  --bucket <name>          bucket or database ($CALLSIGHT_INFLUX_BUCKET, callsight)
  --retention-days <n>     how long data is kept; 0 is forever (as it is; forever if it is new)
  --token-file <file>      where the service's token (1.x: password) goes; one that works is kept
  --read-token-file <file> where the read-only token (1.x: password) goes
  --wait <seconds>         how long to wait for the server to answer (30)
  --print                  show the commands for somebody with the right, and do nothing
  --help                   show this

Without the files, secrets are shown once, on stdout. The administrator comes from the environment:
CALLSIGHT_INFLUX_ADMIN_TOKEN, or CALLSIGHT_INFLUX_ADMIN_USERNAME and CALLSIGHT_INFLUX_ADMIN_PASSWORD for 1.x; secrets can
come from files (NAME_FILE). 1.x has users instead of tokens: $CALLSIGHT_INFLUX_USERNAME (callsight), and the same with _read.
The certificate of an authority of your own: NODE_EXTRA_CA_CERTS.
`;
