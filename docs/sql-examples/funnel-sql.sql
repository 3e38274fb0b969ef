-- {"funnel":{"id":"appointment","breakdown":"agent"}}, asked for a day by tenant main

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
-- $p3 = '/payment.succeeded'
-- $p4 = '/booking.kept'
WITH
  single_attempts AS (
    SELECT
      calls."call_id",
      calls."started_at",
      calls."ended_at",
      calls."wait",
      calls."steps",
      calls."business_steps",
      calls."answered_at",
      calls."booked_at",
      calls."paid_at",
      calls."kept_at",
      calls.call_id AS unit,
      "agent" AS g0,
      calls.started_at AS start
    FROM
      calls
    WHERE
      tenant = $p1
      AND NOT calls.repeats
      AND TRUE
      AND calls.started_at >= 1778284800000000
      AND calls.started_at < 1778371200000000
      AND calls.started_at <= 1778414400000000
  ),
  single_after_step_1 AS (
    SELECT
      *,
      start AS t1,
      least(start + 2592000000000, 1778414400000000) AS until,
      start + 2592000000000 >= 1778414400000000 AS open
    FROM
      single_attempts AS calls
  ),
  single_after_step_2 AS (
    SELECT
      *,
      CASE
        WHEN calls.answered_at >= t1
        AND calls.answered_at <= until THEN calls.answered_at
        WHEN FALSE
        AND calls.answered_at < t1 THEN list_filter(
          list_filter([calls.answered_at], x -> x IS NOT NULL),
          x -> x >= t1
          AND x <= until
        ) [1]
      END AS t2
    FROM
      single_after_step_1 AS calls
  ),
  single_after_step_3 AS (
    SELECT
      *,
      CASE
        WHEN NULL::BIGINT >= t2
        AND NULL::BIGINT <= until THEN NULL::BIGINT
        WHEN FALSE
        AND NULL::BIGINT < t2 THEN list_filter(
          []::BIGINT[],
          x -> x >= t2
          AND x <= until
        ) [1]
      END AS t3
    FROM
      single_after_step_2 AS calls
  ),
  single_after_step_4 AS (
    SELECT
      *,
      CASE
        WHEN NULL::BIGINT >= t3
        AND NULL::BIGINT <= until THEN NULL::BIGINT
        WHEN FALSE
        AND NULL::BIGINT < t3 THEN list_filter(
          []::BIGINT[],
          x -> x >= t3
          AND x <= until
        ) [1]
      END AS t4
    FROM
      single_after_step_3 AS calls
  ),
  single_after_step_5 AS (
    SELECT
      *,
      CASE
        WHEN NULL::BIGINT >= t4
        AND NULL::BIGINT <= until THEN NULL::BIGINT
        WHEN FALSE
        AND NULL::BIGINT < t4 THEN list_filter(
          []::BIGINT[],
          x -> x >= t4
          AND x <= until
        ) [1]
      END AS t5
    FROM
      single_after_step_4 AS calls
  ),
  single_after_step_6 AS (
    SELECT
      *,
      CASE
        WHEN calls.booked_at >= t5
        AND calls.booked_at <= until THEN calls.booked_at
        WHEN FALSE
        AND calls.booked_at < t5 THEN list_filter(
          coalesce(json_extract(calls.business_steps, $p2)::BIGINT[], []::BIGINT[]),
          x -> x >= t5
          AND x <= until
        ) [1]
      END AS t6
    FROM
      single_after_step_5 AS calls
  ),
  single_after_step_7 AS (
    SELECT
      *,
      CASE
        WHEN calls.paid_at >= t6
        AND calls.paid_at <= until THEN calls.paid_at
        WHEN FALSE
        AND calls.paid_at < t6 THEN list_filter(
          coalesce(json_extract(calls.business_steps, $p3)::BIGINT[], []::BIGINT[]),
          x -> x >= t6
          AND x <= until
        ) [1]
      END AS t7
    FROM
      single_after_step_6 AS calls
  ),
  single_after_step_8 AS (
    SELECT
      *,
      CASE
        WHEN calls.kept_at >= t7
        AND calls.kept_at <= until THEN calls.kept_at
        WHEN FALSE
        AND calls.kept_at < t7 THEN list_filter(
          coalesce(json_extract(calls.business_steps, $p4)::BIGINT[], []::BIGINT[]),
          x -> x >= t7
          AND x <= until
        ) [1]
      END AS t8
    FROM
      single_after_step_7 AS calls
  ),
  single_stopped AS (
    SELECT
      *,
      (t1 IS NOT NULL)::INTEGER + (t2 IS NOT NULL)::INTEGER + (t3 IS NOT NULL)::INTEGER + (t4 IS NOT NULL)::INTEGER + (t5 IS NOT NULL)::INTEGER + (t6 IS NOT NULL)::INTEGER + (t7 IS NOT NULL)::INTEGER + (t8 IS NOT NULL)::INTEGER AS reached
    FROM
      single_after_step_8 AS calls
  ),
  single_walked AS (
    SELECT
      *,
      open
      AND reached < 8 AS pending
    FROM
      single_stopped AS calls
  ),
  walked AS (
    FROM
      single_walked
  ),
  units AS (
    FROM
      walked
  )
SELECT
  0 AS b,
  g0,
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
  count_if(
    open
    AND t3 IS NOT NULL
  ) - count_if(
    open
    AND t4 IS NOT NULL
  ) AS p3,
  quantile_cont(t3 - t2, [0.5, 0.9]) AS q3,
  count(t4) AS r4,
  count_if(
    open
    AND t4 IS NOT NULL
  ) - count_if(
    open
    AND t5 IS NOT NULL
  ) AS p4,
  quantile_cont(t4 - t3, [0.5, 0.9]) AS q4,
  count(t5) AS r5,
  count_if(
    open
    AND t5 IS NOT NULL
  ) - count_if(
    open
    AND t6 IS NOT NULL
  ) AS p5,
  quantile_cont(t5 - t4, [0.5, 0.9]) AS q5,
  count(t6) AS r6,
  count_if(
    open
    AND t6 IS NOT NULL
  ) - count_if(
    open
    AND t7 IS NOT NULL
  ) AS p6,
  quantile_cont(t6 - t5, [0.5, 0.9]) AS q6,
  count(t7) AS r7,
  count_if(
    open
    AND t7 IS NOT NULL
  ) - count_if(
    open
    AND t8 IS NOT NULL
  ) AS p7,
  quantile_cont(t7 - t6, [0.5, 0.9]) AS q7,
  count(t8) AS r8,
  0 AS p8,
  quantile_cont(t8 - t7, [0.5, 0.9]) AS q8
FROM
  units
GROUP BY ALL
LIMIT
  10001;
