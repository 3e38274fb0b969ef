import { zoned } from '../../lib/time/zone.js';

/**
 * A double as every text format writes it: whole numbers below 10^15 without a point, others with the fewest digits that
 * give the same double again, and an exponent of at least two digits below 10^-4 and from 10^16 on.
 * @returns null for what is no number
 */
export function numberText(value: number): string | null {
  if (!Number.isFinite(value)) return null;
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value === 0 ? 0 : value);
  const [digits = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 16) return Number.isInteger(value) ? `${BigInt(value)}.0` : plainDigits(value);
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** JavaScript itself writes an exponent only below 10^-6. */
const plainDigits = (value: number): string => String(value);

/** A finite double with a point or an exponent, whole numbers included, as days of a spreadsheet's calendar are written. */
export function daysText(value: number): string {
  const text = numberText(value) ?? '';
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/**
 * A whole number of the smallest unit as a decimal of the large one, without zeros at its end.
 * @param scale digits behind the point, 6 from microseconds to seconds
 */
export function decimalText(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const fraction = digits.slice(-scale).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** An offset from UTC in microseconds as `+02:00`; with seconds where a zone of old had them. */
export function offsetText(micros: number): string {
  const seconds = Math.abs(micros) / 1e6;
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[2] === 0 ? parts.slice(0, 2) : parts;
  return `${micros < 0 ? '-' : '+'}${shown.map((part) => String(part).padStart(2, '0')).join(':')}`;
}

/** An instant (epoch microseconds) as ISO 8601 in a zone, with its offset, and with as many digits of a second as it needs. */
export function timeText(micros: number, timezone: string): string {
  const at = zoned(micros, timezone);
  const offset = at.offsetNanoseconds / 1_000;
  return `${at.toPlainDateTime().toString()}${offsetText(offset)}`;
}
