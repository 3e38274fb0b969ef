/**
 * The zone that a setting names, else another one. Grafana's own word for "that of whoever looks" names none: only a browser
 * can know that.
 */
export const zoneOf = (setting: unknown, fallback: string): string =>
  typeof setting === 'string' && setting !== '' && setting !== 'browser' ? setting : fallback;
