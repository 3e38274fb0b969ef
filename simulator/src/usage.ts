export const USAGE = `Usage: callsight simulate [options]

Makes up the calls of a firm whose phone agents answer for it, and sends them to a running service.

  --url <url>             base address of the service (http://127.0.0.1:4000)
  --key <key>             API key with the scope "ingest" ($CALLSIGHT_API_KEY)
  --days <n>              days of history (30; 0 for none)
  --to <time>             end of the history, RFC 3339 (now)
  --calls-per-day <n>     mean number of calls a day (800)
  --seed <text>           the same seed and times give the same events (1)
  --timezone <zone>       IANA zone of the opening hours (Europe/Berlin)
  --live                  go on after the history, in real time, until interrupted
  --rate <n>              calls a minute while live (as in the history)
  --duplicates <share>    share of events that are delivered twice (0.01)
  --lost <share>          share of calls whose end is never reported (0.003)
  --disorder <seconds>    how late, and so out of order, an event can be (3)
  --detail <full|calls>   "calls": only how calls begin, are answered, end and are analysed (full)
  --dry-run               print the events as NDJSON and send nothing
  --help                  show this
`;
