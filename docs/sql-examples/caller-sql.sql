-- {"funnel":{"steps":["call.started","slot.offered","booking.confirmed"],"unit":"caller","window":"7d"}}, asked for a day by tenant main

-- $tenant = 'main'
SELECT
  step,
  slot
FROM
  step_slots
WHERE
  tenant = $tenant
LIMIT
  10001;

-- $tenant = 'main'
SELECT
  call_id
FROM
  calls
WHERE
  tenant = $tenant
  AND repeats
LIMIT
  1;

-- $p1 = 'main'
-- $p2 = '/booking.confirmed'
WITH
  starters AS (
    SELECT
      call_id,
      started_at,
      ended_at,
      wait,
      unit,
      start,
      chosen
    FROM
      (
        SELECT
          *
        FROM
          (
            SELECT
              *
            FROM
              (
                SELECT
                  calls.call_id,
                  calls.started_at,
                  calls.ended_at,
                  calls.wait,
                  calls.caller AS unit,
                  TRUE AS chosen,
                  unnest(
                    list_distinct(
                      CASE
                        WHEN calls.repeats THEN list_filter([calls.started_at], x -> x IS NOT NULL)
                        ELSE [calls.started_at]
                      END
                    )
                  ) AS start
                FROM
                  calls
                WHERE
                  tenant = $p1
                  AND calls.caller IS NOT NULL
                  AND calls.started_at < 1778371200000000
                  AND (
                    calls.repeats
                    OR calls.started_at >= 1778284800000000
                  )
              )
            WHERE
              start >= 1778284800000000
              AND start < 1778371200000000
              AND start <= 1778414400000000
          )
      )
  ),
  happened AS (
    SELECT
      caller AS person,
      0 AS k,
      unnest(
        CASE
          WHEN calls.repeats THEN list_filter([calls.started_at], x -> x IS NOT NULL)
          ELSE [calls.started_at]
        END
      ) AS moment
    FROM
      calls
    WHERE
      tenant = $p1
      AND calls.started_at IS NOT NULL
      AND caller IN (
        SELECT
          unit
        FROM
          starters
        WHERE
          chosen
      )
    UNION ALL
    SELECT
      caller AS person,
      1 AS k,
      unnest(
        CASE
          WHEN calls.repeats THEN []::BIGINT[]
          ELSE [NULL::BIGINT]
        END
      ) AS moment
    FROM
      calls
    WHERE
      tenant = $p1
      AND NULL::BIGINT IS NOT NULL
      AND caller IN (
        SELECT
          unit
        FROM
          starters
        WHERE
          chosen
      )
    UNION ALL
    SELECT
      caller AS person,
      2 AS k,
      unnest(
        CASE
          WHEN calls.repeats THEN coalesce(json_extract(calls.business_steps, $p2)::BIGINT[], []::BIGINT[])
          ELSE [calls.booked_at]
        END
      ) AS moment
    FROM
      calls
    WHERE
      tenant = $p1
      AND calls.booked_at IS NOT NULL
      AND caller IN (
        SELECT
          unit
        FROM
          starters
        WHERE
          chosen
      )
    UNION ALL
    SELECT
      person,
      2,
      moment
    FROM
      (
        SELECT
          coalesce(caller, email) AS person,
          created_at AS moment
        FROM
          appointments
        WHERE
          tenant = $p1
          AND call_id IS NULL
          AND coalesce(caller, email) IS NOT NULL
          AND TRUE
      )
    WHERE
      person IN (
        SELECT
          unit
        FROM
          starters
        WHERE
          chosen
      )
  ),
  lists AS (
    SELECT
      person,
      list(
        moment
        ORDER BY
          moment
      ) FILTER(
        WHERE
          k = 0
      ) AS l0,
      list(
        moment
        ORDER BY
          moment
      ) FILTER(
        WHERE
          k = 1
      ) AS l1,
      list(
        moment
        ORDER BY
          moment
      ) FILTER(
        WHERE
          k = 2
      ) AS l2,
      list(moment) FILTER(
        WHERE
          k = -1
      ) AS journey
    FROM
      happened
    GROUP BY
      person
  ),
  attempts AS (
    SELECT
      starters.*,
      lists.* EXCLUDE (person)
    FROM
      starters
      JOIN lists ON lists.person = starters.unit
  ),
  after_step_1 AS (
    SELECT
      *,
      start AS t1,
      least(start + 604800000000, 1778414400000000) AS until,
      start + 604800000000 >= 1778414400000000 AS open
    FROM
      attempts AS calls
  ),
  after_step_2 AS (
    SELECT
      *,
      CASE
        WHEN l1[1] >= t1
        AND l1[1] <= until THEN l1[1]
        WHEN TRUE
        AND l1[1] < t1 THEN list_filter(
          l1,
          x -> x >= t1
          AND x <= until
        ) [1]
      END AS t2
    FROM
      after_step_1 AS calls
  ),
  after_step_3 AS (
    SELECT
      *,
      CASE
        WHEN l2[1] >= t2
        AND l2[1] <= until THEN l2[1]
        WHEN TRUE
        AND l2[1] < t2 THEN list_filter(
          l2,
          x -> x >= t2
          AND x <= until
        ) [1]
      END AS t3
    FROM
      after_step_2 AS calls
  ),
  stopped AS (
    SELECT
      *,
      (t1 IS NOT NULL)::INTEGER + (t2 IS NOT NULL)::INTEGER + (t3 IS NOT NULL)::INTEGER AS reached
    FROM
      after_step_3 AS calls
  ),
  walked AS (
    SELECT
      *,
      open
      AND reached < 3 AS pending
    FROM
      stopped AS calls
  ),
  counted AS (
    FROM
      walked
    QUALIFY
      row_number() OVER (
        PARTITION BY
          unit
        ORDER BY
          reached DESC,
          pending DESC,
          start,
          call_id
      ) = 1
  ),
  units AS (
    FROM
      counted
    WHERE
      chosen
  )
SELECT
  0 AS b,
  count(t1) AS r1,
  count_if(
    open
    AND t1 IS NOT NULL
  ) - count_if(
    open
    AND t2 IS NOT NULL
  ) AS p1,
  count(t2) AS r2,
  count_if(
    open
    AND t2 IS NOT NULL
  ) - count_if(
    open
    AND t3 IS NOT NULL
  ) AS p2,
  quantile_cont(t2 - t1, [0.5, 0.9]) AS q2,
  count(t3) AS r3,
  0 AS p3,
  quantile_cont(t3 - t2, [0.5, 0.9]) AS q3
FROM
  units
GROUP BY ALL
LIMIT
  10001;
