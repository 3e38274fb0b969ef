import { Temporal } from 'temporal-polyfill';
import type { Millis } from '../../lib/time/units.js';

/** Between a number and its unit: the two stay on one line, and every font has it. */
const NBSP = '\u00a0';
const MINUS = '\u2212';

export type DateStyle = 'day' | 'weekday-day' | 'date' | 'date-time' | 'time' | 'month' | 'hour';

const STYLES: Readonly<Record<DateStyle, Intl.DateTimeFormatOptions>> = {
  day: { day: 'numeric', month: 'short' },
  'weekday-day': { weekday: 'long', day: 'numeric', month: 'long' },
  date: { day: 'numeric', month: 'long', year: 'numeric' },
  'date-time': {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  hour: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  month: { month: 'short', year: 'numeric' },
};

/** Intl puts narrow and thin blanks between its parts, which not every font has. */
const plain = (text: string): string => text.replaceAll(/[\u2009\u202f]/g, NBSP);

/** A change between two values of a metric, as it is shown beside an arrow. */
export interface Difference {
  /** Relative; between ratios the difference itself. */
  readonly amount: number;
  /** With its sign: "+12.3 %", "−1.1 pts". */
  readonly text: string;
}

/** Numbers, money and times as people of a locale write them. English without a region is written as in Britain. */
export class Format {
  readonly locale: string;
  readonly timezone: string;
  readonly #numbers = new Map<string, Intl.NumberFormat>();
  readonly #dates = new Map<string, Intl.DateTimeFormat>();
  readonly #points: string;
  readonly #percentSign: string;

  /** @param locale "en", "de", with or without a region; @param timezone IANA zone of all times */
  constructor(locale: string, timezone: string) {
    this.locale = locale === 'en' ? 'en-GB' : locale;
    this.timezone = timezone;
    this.#points = this.language === 'de' ? 'Pp.' : 'pts';
    this.#percentSign = this.language === 'de' ? `${NBSP}%` : '%';
  }

  get language(): 'en' | 'de' {
    return this.locale.startsWith('de') ? 'de' : 'en';
  }

  /** A value in the Grafana unit of its metric. What is not known is a dash. */
  value(value: number | null, unit: string): string {
    if (value === null) return '–';
    if (unit === 'percentunit') return this.#percent(value);
    if (unit === 's') return this.#seconds(value);
    if (unit === 'ms') return this.#millis(value);
    const currency = currencyOf(unit);
    if (currency !== undefined) return this.#money(value, currency);
    return this.number(value, Number.isInteger(value) ? 0 : Math.abs(value) < 10 ? 2 : 1);
  }

  /** The same with as few digits as an axis needs. @param step between two ticks */
  tick(value: number, unit: string, step: number): string {
    const digits = Math.max(0, Math.min(4, -Math.floor(Math.log10(step) + 1e-9)));
    if (unit === 'percentunit') return `${this.number(value * 100, Math.max(0, digits - 2))}${this.#percentSign}`;
    if (unit === 's' && step >= 60) return this.#clock(value);
    if (unit === 's' || unit === 'ms') return `${this.number(value, digits)}${NBSP}${unit}`;
    const currency = currencyOf(unit);
    if (currency === undefined) return this.number(value, digits);
    return this.#intl({ style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits })(
      value,
    );
  }

  /** @param digits after the decimal sign, always as many */
  number(value: number, digits: number): string {
    return this.#intl({ minimumFractionDigits: digits, maximumFractionDigits: digits })(value);
  }

  /** How a value differs from what it was: in points between ratios, else relative; undefined where that cannot be said. */
  difference(value: number | null, previous: number | null, unit: string): Difference | undefined {
    if (value === null || previous === null) return undefined;
    const isRatio = unit === 'percentunit';
    if (!isRatio && previous === 0) return undefined;
    const amount = isRatio ? value - previous : (value - previous) / Math.abs(previous);
    return { amount, text: this.signed(amount, isRatio) };
  }

  /** A share with its sign, in points or percent. */
  signed(amount: number, isPoints: boolean): string {
    const digits = this.number(Math.abs(amount) * 100, 1);
    const isNone = !/[1-9]/.test(digits);
    const sign = isNone ? '±' : amount > 0 ? '+' : MINUS;
    return `${sign}${digits}${isPoints ? NBSP + this.#points : this.#percentSign}`;
  }

  date(at: Millis, style: DateStyle): string {
    return plain(this.#dateFormat(STYLES[style]).format(at));
  }

  /** A half-open range: days where it begins and ends at midnight, else with times. */
  range(from: Millis, to: Millis): string {
    const isDays = this.#isMidnight(from) && this.#isMidnight(to);
    if (isDays) return plain(this.#dateFormat(STYLES.date).formatRange(from, to - 1));
    return plain(this.#dateFormat(STYLES['date-time']).formatRange(from, to));
  }

  /** Short names of the days of a week from Monday on. */
  weekdays(): string[] {
    const format = new Intl.DateTimeFormat(this.locale, { weekday: 'short', timeZone: 'UTC' });
    // 1 January 2024 was a Monday.
    return Array.from({ length: 7 }, (_, day) => format.format(Date.UTC(2024, 0, 1 + day)));
  }

  #isMidnight(at: Millis): boolean {
    const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(this.timezone);
    return local.startOfDay().epochMilliseconds === at;
  }

  /** A rate that is small, but not zero, does not read as zero. */
  #percent(value: number): string {
    const percent = value * 100;
    return `${this.number(percent, percent !== 0 && Math.abs(percent) < 0.1 ? 2 : 1)}${this.#percentSign}`;
  }

  #seconds(value: number): string {
    return Math.abs(value) < 59.95 ? `${this.number(value, 1)}${NBSP}s` : this.#clock(value);
  }

  #clock(value: number): string {
    const whole = Math.round(Math.abs(value));
    const [hours, minutes, seconds] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60];
    const two = (part: number): string => String(part).padStart(2, '0');
    const text = hours === 0 ? `${minutes}:${two(seconds)}` : `${hours}:${two(minutes)}:${two(seconds)}`;
    return value < 0 && whole > 0 ? `${MINUS}${text}` : text;
  }

  #millis(value: number): string {
    if (Math.abs(value) < 999.5) return `${this.number(value, 0)}${NBSP}ms`;
    return `${this.number(value / 1_000, 2)}${NBSP}s`;
  }

  /** A call costs cents, so that amounts below one unit show a tenth of them. */
  #money(value: number, currency: string): string {
    const usual =
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    const digits = value !== 0 && Math.abs(value) < 1 && usual > 0 ? usual + 1 : usual;
    return this.#intl({ style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits })(
      value,
    );
  }

  #intl(options: Intl.NumberFormatOptions): (value: number) => string {
    const key = JSON.stringify(options);
    const format = this.#numbers.get(key) ?? new Intl.NumberFormat(this.locale, options);
    this.#numbers.set(key, format);
    return (value) => plain(format.format(Object.is(value, -0) ? 0 : value)).replace(/^-/, MINUS);
  }

  #dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = JSON.stringify(options);
    const format =
      this.#dates.get(key) ?? new Intl.DateTimeFormat(this.locale, { ...options, timeZone: this.timezone });
    this.#dates.set(key, format);
    return format;
  }
}

/** @returns the ISO 4217 code of a unit such as `currencyEUR` */
export const currencyOf = (unit: string): string | undefined => /^currency([A-Z]{3})$/.exec(unit)?.[1];
