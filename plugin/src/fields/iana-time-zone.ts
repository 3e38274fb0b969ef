/**
 * The IANA name of a dashboard's time zone.
 * Grafana says `browser`, or nothing, for that of the browser, and `utc`.
 */
export function ianaTimeZone(timezone: string | undefined): string {
  if (timezone === undefined || timezone === '' || timezone === 'browser') {
    return Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
  return timezone === 'utc' ? 'UTC' : timezone;
}
