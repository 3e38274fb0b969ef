export type TimeStyle = 'clock' | 'hour' | 'day' | 'weekday-day' | 'weekday' | 'date' | 'date-time';

const STYLES: Readonly<Record<TimeStyle, Intl.DateTimeFormatOptions>> = {
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  hour: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { day: 'numeric', month: 'short' },
  'weekday-day': { weekday: 'short', day: 'numeric' },
  weekday: { weekday: 'long' },
  date: { weekday: 'short', day: 'numeric', month: 'short' },
  'date-time': {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
};

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter is slow, and a page needs hundreds of times. */
function formatter(style: TimeStyle, timezone: string): Intl.DateTimeFormat {
  const key = `${style} ${timezone}`;
  const format = formatters.get(key) ?? new Intl.DateTimeFormat('en-GB', { ...STYLES[style], timeZone: timezone });
  formatters.set(key, format);
  return format;
}

/** An instant (epoch milliseconds) as a text for people, in a zone. */
export const localTime = (epochMs: number, style: TimeStyle, timezone: string): string =>
  formatter(style, timezone).format(epochMs);
