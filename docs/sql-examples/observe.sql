-- {"segments":{"metrics":["calls.answer_rate"],"by":"agent"}}, asked for a day by tenant main

-- $p1 = 'main'
SELECT
  g0
FROM
  (
    SELECT
      b,
      g0,
      a0
    FROM
      (
        SELECT
          0 AS b,
          "agent" AS g0,
          count(*) AS a0
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
ORDER BY
  a0 DESC,
  g0
LIMIT
  20;

-- $p1 = 'main'
SELECT
  b,
  g0,
  a0,
  a1
FROM
  (
    SELECT
      0 AS b,
      "agent" AS g0,
      count_if(
        direction = 'inbound'
        AND answered_at IS NOT NULL
      ) AS a0,
      count_if(direction = 'inbound') AS a1
    FROM
      calls
    WHERE
      tenant = $p1
      AND started_at >= 1778284800000000
      AND started_at < 1778371200000000
      AND TRUE
      AND (("agent") IS NULL)
    GROUP BY ALL
  )
LIMIT
  10001;
