-- {"attribution":{"model":["linear"],"groupBy":["source"],"lookback":"30d"}}, asked for a day by tenant main

-- $p1 = 'main'
WITH
  recorded AS NOT MATERIALIZED (
    SELECT
      touch_id AS id,
      happened_at AS moment,
      source,
      medium,
      campaign,
      caller,
      email,
      cost,
      currency
    FROM
      touches
    WHERE
      tenant = $p1
      AND happened_at >= 1775692800000000
      AND happened_at < 1778371200000000
  ),
  reported AS (
    SELECT
      call_id AS id,
      started_at AS moment,
      source,
      medium,
      campaign,
      tracking_number,
      landing_page,
      caller
    FROM
      calls
    WHERE
      tenant = $p1
      AND started_at >= 1775692800000000
      AND started_at < 1778371200000000
      AND caller IS NOT NULL
      AND coalesce(source, medium, campaign, tracking_number, landing_page) IS NOT NULL
  ),
  same AS (
    SELECT
      reported.id AS
    CALL,
    reported.moment,
    tracking_number,
    landing_page,
    arg_max(recorded.id, struct_pack(moment := recorded.moment, id := recorded.id)) AS touch
    FROM
      reported
      JOIN (
        SELECT
          id,
          moment,
          source,
          medium,
          campaign,
          caller
        FROM
          recorded
        WHERE
          caller IS NOT NULL
        UNION ALL
        SELECT
          id,
          moment,
          source,
          medium,
          campaign,
          email
        FROM
          recorded
        WHERE
          email IS NOT NULL
      ) AS recorded ON recorded.caller = reported.caller
      AND recorded.moment BETWEEN reported.moment - 1800000000 AND reported.moment
      AND recorded.source IS NOT DISTINCT FROM reported.source
      AND recorded.medium IS NOT DISTINCT FROM reported.medium
      AND recorded.campaign IS NOT DISTINCT FROM reported.campaign
    GROUP BY ALL
  ),
  contacts AS NOT MATERIALIZED (
    SELECT
      recorded.id,
      moment,
      source,
      medium,
      campaign,
      NULL::VARCHAR AS tracking_number,
      NULL::VARCHAR AS landing_page,
      caller,
      email,
      cost,
      currency
    FROM
      recorded
    UNION ALL
    SELECT
      id,
      moment,
      source,
      medium,
      campaign,
      tracking_number,
      landing_page,
      caller,
      NULL::UUID,
      NULL::BIGINT,
      NULL::VARCHAR
    FROM
      reported
    WHERE
      id NOT IN (
        SELECT
        CALL
        FROM
          same
      )
  )
SELECT
  g0,
  currency,
  sum(cost) AS cost
FROM
  (
    SELECT
      source AS g0,
      currency,
      cost
    FROM
      contacts
    WHERE
      cost IS NOT NULL
      AND moment >= 1778284800000000
    UNION ALL
    SELECT
      json_extract_string(tags, '$.source'),
      json_extract_string(tags, '$.currency'),
      round("value" * 1e9)::BIGINT
    FROM
      samples
    WHERE
      tenant = $p1
      AND kind = 'sample'
      AND metric = 'spend'
      AND "value" IS NOT NULL
      AND happened_at >= 1778284800000000
      AND happened_at < 1778371200000000
      AND json_extract_string(tags, '$.currency') IS NOT NULL
  )
GROUP BY ALL
LIMIT
  10001;

-- $p1 = 'main'
WITH
  conversions AS MATERIALIZED (
    SELECT
      row_number() OVER () AS c,
      created_at AS moment,
      call_id,
      caller,
      call_caller,
      email,
      appointment_id AS id,
      NULL::BIGINT AS own_revenue,
      currency AS own_currency
    FROM
      appointments
    WHERE
      tenant = $p1
      AND call_id IS NOT NULL
      AND TRUE
      AND created_at >= 1778284800000000
      AND created_at < 1778371200000000
      AND created_at <= 1778414400000000
  ),
  recorded AS NOT MATERIALIZED (
    SELECT
      touch_id AS id,
      happened_at AS moment,
      source,
      medium,
      campaign,
      caller,
      email,
      cost,
      currency
    FROM
      touches
    WHERE
      tenant = $p1
      AND happened_at >= 1775692800000000
      AND happened_at < 1778371200000000
  ),
  reported AS (
    SELECT
      call_id AS id,
      started_at AS moment,
      source,
      medium,
      campaign,
      tracking_number,
      landing_page,
      caller
    FROM
      calls
    WHERE
      tenant = $p1
      AND started_at >= 1775692800000000
      AND started_at < 1778371200000000
      AND caller IS NOT NULL
      AND coalesce(source, medium, campaign, tracking_number, landing_page) IS NOT NULL
  ),
  same AS (
    SELECT
      reported.id AS
    CALL,
    reported.moment,
    tracking_number,
    landing_page,
    arg_max(recorded.id, struct_pack(moment := recorded.moment, id := recorded.id)) AS touch
    FROM
      reported
      JOIN (
        SELECT
          id,
          moment,
          source,
          medium,
          campaign,
          caller
        FROM
          recorded
        WHERE
          caller IS NOT NULL
        UNION ALL
        SELECT
          id,
          moment,
          source,
          medium,
          campaign,
          email
        FROM
          recorded
        WHERE
          email IS NOT NULL
      ) AS recorded ON recorded.caller = reported.caller
      AND recorded.moment BETWEEN reported.moment - 1800000000 AND reported.moment
      AND recorded.source IS NOT DISTINCT FROM reported.source
      AND recorded.medium IS NOT DISTINCT FROM reported.medium
      AND recorded.campaign IS NOT DISTINCT FROM reported.campaign
    GROUP BY ALL
  ),
  contacts AS NOT MATERIALIZED (
    SELECT
      recorded.id,
      moment,
      source,
      medium,
      campaign,
      NULL::VARCHAR AS tracking_number,
      NULL::VARCHAR AS landing_page,
      caller,
      email,
      cost,
      currency
    FROM
      recorded
    UNION ALL
    SELECT
      id,
      moment,
      source,
      medium,
      campaign,
      tracking_number,
      landing_page,
      caller,
      NULL::UUID,
      NULL::BIGINT,
      NULL::VARCHAR
    FROM
      reported
    WHERE
      id NOT IN (
        SELECT
        CALL
        FROM
          same
      )
  ),
  first_bookings AS (
    SELECT
      call_id,
      arg_min(appointment_id, struct_pack(moment := created_at, id := appointment_id)) AS id
    FROM
      appointments
    WHERE
      tenant = $p1
      AND call_id IN (
        SELECT
          call_id
        FROM
          conversions
      )
    GROUP BY
      call_id
  ),
  money AS (
    SELECT
      appointment_id,
      reported_appointment_id,
      call_id,
      currency,
      coalesce(amount, 0) - refunded AS net
    FROM
      payments
    WHERE
      tenant = $p1
      AND call_id IS NOT NULL
      AND (
        amount IS NOT NULL
        OR refunded > 0
      )
  ),
  paid AS (
    SELECT
      id,
      currency,
      sum(net)::BIGINT AS revenue
    FROM
      (
        SELECT
          appointment_id AS id,
          currency,
          net
        FROM
          money
        WHERE
          appointment_id IS NOT NULL
        UNION ALL
        SELECT
          first_bookings.id,
          currency,
          net
        FROM
          money
          JOIN first_bookings USING (call_id)
        WHERE
          appointment_id IS NULL
          AND reported_appointment_id IS NULL
      )
    GROUP BY ALL
  ),
  worth AS MATERIALIZED (
    SELECT
      c,
      coalesce(paid.currency, own_currency) AS currency,
      coalesce(paid.revenue, 0) AS revenue,
      (
        row_number() OVER (
          PARTITION BY
            c
          ORDER BY
            paid.currency
        ) = 1
      )::INTEGER AS counts
    FROM
      conversions
      LEFT JOIN paid USING (id)
  ),
  persons AS (
    SELECT
      *,
      caller AS key
    FROM
      conversions
    WHERE
      caller IS NOT NULL
    UNION ALL
    SELECT
      *,
      call_caller AS key
    FROM
      conversions
    WHERE
      call_caller IS NOT NULL
      AND call_caller IS DISTINCT FROM caller
    UNION ALL
    SELECT
      *,
      email AS key
    FROM
      conversions
    WHERE
      email IS NOT NULL
      AND email IS DISTINCT FROM caller
      AND email IS DISTINCT FROM call_caller
  ),
  pairs AS (
    SELECT
      c,
      persons.moment - contacts.moment AS age,
      contacts.id,
      contacts.source
    FROM
      persons
      JOIN contacts ON contacts.caller = persons.key
    WHERE
      contacts.moment <= persons.moment
      AND contacts.moment >= persons.moment - 2592000000000
    UNION ALL
    SELECT
      c,
      persons.moment - contacts.moment AS age,
      contacts.id,
      contacts.source
    FROM
      persons
      JOIN contacts ON contacts.email = persons.key
    WHERE
      contacts.moment <= persons.moment
      AND contacts.moment >= persons.moment - 2592000000000
      AND (
        contacts.caller IS NULL
        OR (
          contacts.caller IS DISTINCT FROM persons.caller
          AND contacts.caller IS DISTINCT FROM persons.call_caller
          AND contacts.caller IS DISTINCT FROM persons.email
        )
      )
  ),
  ranked AS MATERIALIZED (
    SELECT
      c,
      source,
      row_number() OVER (
        PARTITION BY
          c
        ORDER BY
          age DESC,
          id
      ) AS rank,
      count(*) OVER (
        PARTITION BY
          c
      ) AS n
    FROM
      pairs
  ),
  totals AS (
    SELECT
      currency,
      sum(counts) * 1000000000000000 AS credit,
      sum(revenue) AS revenue
    FROM
      worth
    GROUP BY ALL
  ),
  shared_0 AS (
    SELECT
      *,
      rank AS cumulative,
      ((rank - 1)) AS before,
      n AS total
    FROM
      ranked
  ),
  credits_0 AS (
    SELECT
      source AS g0,
      currency,
      sum(
        (
          CASE
            WHEN cumulative = total THEN 1000000000000000::BIGINT
            ELSE round(1000000000000000::BIGINT * (cumulative::DOUBLE / total::DOUBLE))::BIGINT
          END - CASE
            WHEN before = total THEN 1000000000000000::BIGINT
            ELSE round(1000000000000000::BIGINT * (before::DOUBLE / total::DOUBLE))::BIGINT
          END
        ) * counts
      ) AS credit,
      sum(
        CASE
          WHEN cumulative = total THEN revenue
          ELSE round(revenue * (cumulative::DOUBLE / total::DOUBLE))::BIGINT
        END - CASE
          WHEN before = total THEN revenue
          ELSE round(revenue * (before::DOUBLE / total::DOUBLE))::BIGINT
        END
      ) AS revenue
    FROM
      shared_0
      JOIN worth USING (c)
    WHERE
      cumulative > before
    GROUP BY ALL
  ),
  attributed_0 AS (
    SELECT
      currency,
      sum(credit) AS credit,
      sum(revenue) AS revenue
    FROM
      credits_0
    GROUP BY ALL
  )
SELECT
  'linear' AS model,
  *
FROM
  credits_0
UNION ALL
SELECT
  'linear',
  NULL,
  totals.currency,
  totals.credit - coalesce(shared_out.credit, 0),
  totals.revenue - coalesce(shared_out.revenue, 0)
FROM
  totals
  LEFT JOIN attributed_0 AS shared_out ON shared_out.currency IS NOT DISTINCT FROM totals.currency
WHERE
  totals.credit <> coalesce(shared_out.credit, 0)
  OR totals.revenue <> coalesce(shared_out.revenue, 0)
LIMIT
  10001;
