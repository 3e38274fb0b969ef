-- {"calls":{"limit":50}}, asked for a day by tenant main

-- $p1 = 'main'
SELECT
  "started_at",
  "call_id",
  "direction",
  "outcome",
  "agent",
  "agent_name",
  "agent_version",
  "caller_masked",
  "country",
  "language",
  "queue",
  "channel",
  "answered_at",
  "ended_at",
  "wait",
  "duration",
  "hold",
  "talk",
  "talk_ratio",
  "overlap",
  "ended_by",
  "end_reason",
  "transferred",
  "success",
  "sentiment",
  "turns",
  "interruptions",
  "errors",
  "cost",
  "currency",
  "provider",
  "source",
  "medium",
  "campaign",
  "summary"
FROM
  calls
WHERE
  tenant = $p1
  AND started_at >= 1778284800000000
  AND started_at < 1778371200000000
  AND TRUE
ORDER BY
  started_at DESC,
  call_id DESC
LIMIT
  51;
