-- {"metrics":["health.availability"],"groupBy":["component"]}, asked for a day by tenant main

-- $p1 = 'main'
-- $p2 = '[0]'
-- $p3 = '[1778284800000000]'
-- $p4 = '[1778371200000000]'
WITH
  buckets AS (
    SELECT
      unnest(from_json($p2, '["BIGINT"]')) AS b,
      unnest(from_json($p3, '["BIGINT"]')) AS from_at,
      unnest(from_json($p4, '["BIGINT"]')) AS to_at
  ),
  checks AS (
    SELECT
      g0,
      status,
      happened_at AS since,
      least(
        lead (happened_at) OVER (
          PARTITION BY
            component
          ORDER BY
            happened_at,
            sample_id
        ),
        happened_at + 600000000
      ) AS until
    FROM
      (
        SELECT
          "component" AS g0,
          component,
          kind,
          status,
          happened_at,
          sample_id
        FROM
          samples
        WHERE
          tenant = $p1
          AND component IS NOT NULL
          AND happened_at >= 1778284200000000
          AND happened_at < 1778371200000000
      )
    WHERE
      kind = 'check'
  )
SELECT
  b,
  g0,
  sum(
    CASE
      WHEN status = 'up' THEN least(until, buckets.to_at) - greatest(since, buckets.from_at)
      ELSE 0
    END
  ) AS a0,
  sum(least(until, buckets.to_at) - greatest(since, buckets.from_at)) AS a1
FROM
  checks
  JOIN buckets ON since < buckets.to_at
  AND until > buckets.from_at
GROUP BY ALL
LIMIT
  10001;
