-- {"metrics":["health.failed_in_a_row"],"groupBy":["component"]}, asked for a day by tenant main

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
      *,
      count(*) FILTER(
        WHERE
          status <> 'down'
      ) OVER (
        PARTITION BY
          component
        ORDER BY
          happened_at,
          sample_id ROWS UNBOUNDED PRECEDING
      ) AS series
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
          AND happened_at >= 1777680000000000
          AND happened_at < 1778371200000000
      )
    WHERE
      kind = 'check'
  ),
  counted AS MATERIALIZED (
    SELECT
      *,
      count(*) FILTER(
        WHERE
          status = 'down'
      ) OVER (
        PARTITION BY
          component,
          series
        ORDER BY
          happened_at,
          sample_id ROWS UNBOUNDED PRECEDING
      ) AS failed
    FROM
      checks
    QUALIFY
      row_number() OVER (
        PARTITION BY
          component,
          happened_at
        ORDER BY
          sample_id DESC
      ) = 1
  ),
  components AS (
    SELECT DISTINCT
      g0,
      component,
      b,
      to_at
    FROM
      counted,
      buckets
  )
SELECT
  b,
  components.g0,
  max(failed) AS a0
FROM
  components
  ASOF JOIN counted ON components.component = counted.component
  AND components.to_at > counted.happened_at
WHERE
  to_at - happened_at <= 90000000000
GROUP BY ALL
LIMIT
  10001;
