import { parseArgs } from 'node:util';
import { DEFAULT_SETTINGS, type SimulationOptions } from './settings.js';

const DAY = 86_400_000;
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;

/** A flag that is unknown or does not make sense; the message names it and what would be valid. */
export class FlagError extends Error {
  override readonly name = 'FlagError';
}

export interface Flags {
  readonly help: boolean;
  readonly dryRun: boolean;
  readonly live: boolean;
  readonly url: string;
  /** Empty only if nothing is sent. */
  readonly key: string;
  /** End of the history, epoch milliseconds. */
  readonly to: number;
  readonly simulation: SimulationOptions;
}

const text = { type: 'string' } as const;
const yes = { type: 'boolean' } as const;
const OPTIONS = {
  url: { ...text, default: 'http://127.0.0.1:4000' },
  key: text,
  days: { ...text, default: '30' },
  to: text,
  'calls-per-day': { ...text, default: '800' },
  seed: { ...text, default: '1' },
  timezone: { ...text, default: DEFAULT_SETTINGS.timezone },
  rate: text,
  duplicates: { ...text, default: String(DEFAULT_SETTINGS.duplicates) },
  lost: { ...text, default: String(DEFAULT_SETTINGS.lost) },
  disorder: { ...text, default: String(DEFAULT_SETTINGS.disorder / 1_000) },
  detail: { ...text, default: DEFAULT_SETTINGS.detail },
  live: yes,
  'dry-run': yes,
  help: { ...yes, short: 'h' },
} as const;

const parse = (args: string[]) => {
  try {
    return parseArgs({ args, options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new FlagError(error instanceof Error ? error.message : String(error));
  }
};
type Values = ReturnType<typeof parse>;

const numberIn = (flag: string, value: string, low: number, high: number): number => {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (number >= low && number <= high) return number;
  throw new FlagError(`--${flag} must be a number from ${low} to ${high}, not "${value}"`);
};

const timeOf = (value: string | undefined, now: number): number => {
  if (value === undefined) return now;
  const time = RFC_3339.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw new FlagError(`--to must be a time such as 2026-01-31T00:00:00Z, not "${value}"`);
  return time;
};

const addressOf = (value: string): string => {
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value;
  throw new FlagError(`--url must be an http or https address, not "${value}"`);
};

const zoneOf = (value: string): string => {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: value }).resolvedOptions().timeZone;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new FlagError(`--timezone must be a zone such as Europe/Berlin, not "${value}"`);
  }
};

const detailOf = (value: string): 'full' | 'calls' => {
  if (value === 'full' || value === 'calls') return value;
  throw new FlagError(`--detail must be "full" or "calls", not "${value}"`);
};

const steadyOf = (values: Values, to: number): Pick<SimulationOptions, 'steady'> => {
  if (values.rate === undefined) return {};
  if (values.live !== true) throw new FlagError('--rate is the rate of live calls: it needs --live');
  return { steady: { from: to, callsPerMinute: numberIn('rate', values.rate, 0.01, 100_000) } };
};

const keyOf = (values: Values, env: Readonly<Record<string, string | undefined>>): string => {
  const key = values.key ?? env['CALLSIGHT_API_KEY'] ?? '';
  if (key !== '' || values['dry-run'] === true || values.help === true) return key;
  throw new FlagError('no API key: give --key or set CALLSIGHT_API_KEY (or use --dry-run)');
};

/**
 * Reads the flags of `callsight simulate`.
 * @param now epoch milliseconds
 * @throws FlagError on a flag that is unknown or does not make sense
 */
export function readFlags(args: string[], env: Readonly<Record<string, string | undefined>>, now: number): Flags {
  const values = parse(args);
  const to = timeOf(values.to, now);
  const flags = {
    help: values.help === true,
    dryRun: values['dry-run'] === true,
    live: values.live === true,
    url: addressOf(values.url),
    to,
    simulation: {
      seed: values.seed,
      from: to - numberIn('days', values.days, 0, 3_660) * DAY,
      callsPerDay: numberIn('calls-per-day', values['calls-per-day'], 1, 10_000_000),
      timezone: zoneOf(values.timezone),
      duplicates: numberIn('duplicates', values.duplicates, 0, 1),
      lost: numberIn('lost', values.lost, 0, 1),
      disorder: numberIn('disorder', values.disorder, 0, 3_600) * 1_000,
      detail: detailOf(values.detail),
      ...steadyOf(values, to),
    },
  };
  return { ...flags, key: keyOf(values, env) };
}
