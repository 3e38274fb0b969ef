-- {"paths":{}}, asked for a day by tenant main

-- $p1 = 'main'
SELECT
  source,
  target,
  sum(units) AS count
FROM
  (
    SELECT
      pair[1] AS source,
      pair[2] AS target,
      units
    FROM
      (
        SELECT
          unnest(list_zip(journey[:-2], journey[2:])) AS pair,
          units
        FROM
          (
            SELECT
              string_split(path, chr(31)) AS journey,
              count(*) AS units
            FROM
              calls
            WHERE
              tenant = $p1
              AND started_at >= 1778284800000000
              AND started_at < 1778371200000000
            GROUP BY
              path
          )
        WHERE
          len(journey) > 1
      )
  )
WHERE
  target IS NOT NULL
GROUP BY ALL
ORDER BY
  count DESC,
  source,
  target
LIMIT
  10001;
