/** A number of days as InfluxQL writes it; 0 is forever. */
export const durationLiteral = (days: number): string => (days === 0 ? 'INF' : `${days}d`);
