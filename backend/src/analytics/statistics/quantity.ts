/** How numbers of a unit read: what they are multiplied by, and what stands behind a value and behind a difference. */
interface Reading {
  readonly factor: number;
  readonly value: string;
  readonly difference: string;
  /** Digits after the point that there are at least. */
  readonly min: number;
}

const plain = (word: string): Reading => ({
  factor: 1,
  value: word === '' ? '' : ` ${word}`,
  difference: word === '' ? '' : ` ${word}`,
  min: 0,
});

/** Grafana unit ids that have a word; currencies read by their code, and what is not known by its number alone. */
const READINGS: Readonly<Record<string, Reading>> = {
  percentunit: { factor: 100, value: ' %', difference: ' points', min: 1 },
  percent: { factor: 1, value: ' %', difference: ' points', min: 1 },
  ms: plain('ms'),
  s: plain('s'),
  m: plain('min'),
  h: plain('h'),
  d: plain('days'),
};

const CURRENCY = /^currency([A-Z]{3})$/;

const readingOf = (unit: string): Reading => READINGS[unit] ?? plain(CURRENCY.exec(unit)?.[1] ?? '');

const MAX_DIGITS = 6;

/** Digits after the point that show a difference to two significant digits, or a value to three where there is none. */
function digitsFor(value: number, difference: number, { min, factor }: Reading): number {
  const size = Math.abs(difference === 0 ? value / 10 : difference) * factor;
  if (size === 0) return min;
  return Math.min(MAX_DIGITS, Math.max(min, 1 - Math.floor(Math.log10(size))));
}

/** Numbers of one comparison as people read them, all with the same digits after the point. */
export interface Quantity {
  /** A value with its unit: `12.3 %`, `61 s`. */
  readonly value: (of: number) => string;
  /** A size without a sign or unit: `2.2`. */
  readonly size: (of: number) => string;
  /** A size without a sign, with the unit of differences: `2.2 points`, `4 s`. */
  readonly difference: (of: number) => string;
}

/**
 * @param unit Grafana unit id; `percentunit` takes 0..1
 * @param value one of the values, in the unit
 * @param difference between the values, which says how exact all must be
 */
export function quantityOf(unit: string, value: number, difference: number): Quantity {
  const reading = readingOf(unit);
  const digits = digitsFor(value, difference, reading);
  const fixed = (of: number): string => (of * reading.factor).toFixed(digits).replace(/^-(0(?:\.0*)?)$/, '$1');
  return {
    value: (of) => fixed(of) + reading.value,
    size: (of) => fixed(Math.abs(of)),
    difference: (of) => fixed(Math.abs(of)) + reading.difference,
  };
}
