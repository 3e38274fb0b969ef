-- {"metrics":["calls.count","calls.asa","calls.duration.p95"],"groupBy":["agent"],"interval":"1h","filters":[{"dimension":"direction","op":"=","values":["inbound"]}]}, asked for a day by tenant main

-- $p1 = 'main'
-- $p2 = 'inbound'
SELECT
  b,
  g0,
  a0,
  a1,
  q0[1] AS a2
FROM
  (
    SELECT
      (started_at + 0) // 3600000000 AS b,
      "agent" AS g0,
      count(*) AS a0,
      avg((wait)) FILTER(
        WHERE
          answered_at IS NOT NULL
      ) AS a1,
      quantile_cont((duration), [0.95]) AS q0
    FROM
      calls
    WHERE
      tenant = $p1
      AND started_at >= 1778284800000000
      AND started_at < 1778371200000000
      AND TRUE
      AND (coalesce(("direction") IN ($p2), FALSE))
    GROUP BY ALL
  )
LIMIT
  10001;
