/** Requests that a command has open at a time. */
const AT_ONCE = 8;

/** Maps with a request for each item, a few at a time, so that a long list does not take all connections of the service. */
export async function mapAtOnce<T, R>(items: readonly T[], map: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE)
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(map))));
  return results;
}
