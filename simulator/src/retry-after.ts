/**
 * Milliseconds that a `Retry-After` header asks for, which may be seconds or an HTTP date; undefined if it says neither.
 * @param now epoch milliseconds
 */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(header.trim())) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
