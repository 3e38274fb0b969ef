/** The change of a rate in percentage points, with its sign. */
export function formatChange(now: number | null, before: number | null): string | undefined {
  if (now === null || before === null) return undefined;
  const points = (now - before) * 100;
  const rounded = Math.abs(points).toLocaleString(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  if (Math.abs(points) < 0.05) return '±0 pp';
  return `${points > 0 ? '+' : '−'}${rounded} pp`;
}
