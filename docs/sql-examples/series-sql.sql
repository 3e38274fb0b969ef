-- calls.error_rate and turns.latency.p95 by agent, in steps of five minutes, for tenant main

-- $p1 = 'main'
SELECT
  g0,
  string_agg(concat(b - 5927616, ':', a0), ' ') FILTER(
    WHERE
      a0 <> 0
  ) AS s0,
  string_agg(concat(b - 5927616, ':', a1), ' ') FILTER(
    WHERE
      a1 <> 0
  ) AS s1,
  min(b) - 5927616 AS first,
  coalesce(sum(a0), 0) + coalesce(sum(a1), 0) AS size
FROM
  (
    SELECT
      b,
      g0,
      a0,
      a1
    FROM
      (
        SELECT
          (started_at + 0) // 300000000 AS b,
          "agent" AS g0,
          count_if(errors > 0) AS a0,
          count(*) AS a1
        FROM
          calls
        WHERE
          tenant = $p1
          AND started_at >= 1778284800000000
          AND started_at < 1778371200000000
          AND TRUE
        GROUP BY ALL
      )
  )
GROUP BY ALL
ORDER BY
  size DESC
LIMIT
  200;

-- $p1 = 'main'
SELECT
  g0,
  string_agg(concat(b - 5927616, ':', bin, ':', n), ' ') AS s0,
  sum(n) AS size
FROM
  (
    SELECT
      "agent" AS g0,
      (happened_at + 0) // 300000000 AS b,
      floor(ln(greatest((e2e), 1)) / 0.02)::INTEGER AS bin,
      count(*) AS n
    FROM
      turns
    WHERE
      tenant = $p1
      AND happened_at >= 1778284800000000
      AND happened_at < 1778371200000000
      AND TRUE
      AND (e2e) IS NOT NULL
    GROUP BY ALL
  )
GROUP BY ALL
ORDER BY
  size DESC
LIMIT
  200;
