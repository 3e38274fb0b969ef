import type { PayloadField } from './payload-field.js';

const NUMERIC = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/** What an amount of the contract holds: nine digits before the point, eighteen behind it. */
const WHOLE = 10n ** 9n;
const PLACES = 18;

const rounded = (units: bigint, dropped: number): bigint => {
  const divisor = 10n ** BigInt(dropped);
  const half = units < 0n ? -divisor / 2n : divisor / 2n;
  return (units + half) / divisor;
};

/**
 * An exact decimal, `units` × 10^−`places`. Cost components are summed and cents become dollars here, since binary
 * fractions would turn 4.56 ÷ 100 into 0.045599….
 */
export class Decimal {
  static readonly zero = new Decimal(0n, 0);

  private constructor(
    private readonly units: bigint,
    private readonly places: number,
  ) {}

  /** Of the shortest text that names the number, which is what the JSON said; undefined if it is no number. */
  static of(value: number | string): Decimal | undefined {
    const parts = NUMERIC.exec(String(value));
    if (parts === null) return undefined;
    const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
    if (whole.length + fraction.length > 400) return undefined;
    return new Decimal(BigInt(sign + whole + fraction), fraction.length).shifted(Number(exponent));
  }

  plus(other: Decimal): Decimal {
    const places = Math.max(this.places, other.places);
    return new Decimal(this.at(places) + other.at(places), places);
  }

  /** Times ten to the power of `by`: −2 turns cents into the major unit. */
  shifted(by: number): Decimal {
    const places = this.places - by;
    return places >= 0 ? new Decimal(this.units, places) : new Decimal(this.units * 10n ** BigInt(-places), 0);
  }

  /** As an amount of the contract, without trailing zeros; undefined if it is too large for one. */
  toAmount(): string | undefined {
    const places = Math.min(this.places, PLACES);
    const units = rounded(this.units, this.places - places);
    const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
    const whole = digits.slice(0, digits.length - places);
    if (BigInt(whole) >= WHOLE) return undefined;
    const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
    return `${units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
  }

  private at(places: number): bigint {
    return this.units * 10n ** BigInt(places - this.places);
  }
}

/** The amount that stands in a field, as a number or a numeric text. */
export function amount(field: PayloadField): Decimal | undefined {
  if (field.absent || field.value === '') return undefined;
  const { value } = field;
  const decimal = typeof value === 'number' || typeof value === 'string' ? Decimal.of(value) : undefined;
  if (decimal === undefined) field.odd('an amount');
  return decimal;
}
