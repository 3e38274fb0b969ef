/**
 * Money is an exact integer of billionths of the major unit. A cent would be too coarse: one language-model
 * request of a call costs a fraction of it (see docs/decisions/0002-money.md).
 */
export const AMOUNT_SCALE = 9;

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * Reads a decimal in major units.
 * @param value a string ("12.50"), or a JSON number, which counts as its shortest decimal form
 * @returns billionths of the major unit, rounded half away from zero; undefined when it is no decimal
 */
export function parseAmount(value: string | number): bigint | undefined {
  const match = DECIMAL.exec(String(value));
  if (match === null) return undefined;
  const fraction = match[3] ?? '';
  const shift = AMOUNT_SCALE - fraction.length + Number(match[4] ?? 0);
  if (Math.abs(shift) > 64) return undefined;
  const digits = BigInt((match[2] ?? '') + fraction);
  const magnitude = shift >= 0 ? digits * 10n ** BigInt(shift) : divideRounded(digits, 10n ** BigInt(-shift));
  return match[1] === '-' ? -magnitude : magnitude;
}

const divideRounded = (value: bigint, divisor: bigint): bigint => (value * 2n + divisor) / (divisor * 2n);

/** An exact amount as a decimal in major units, without zeros at its end. */
export function amountToText(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(AMOUNT_SCALE + 1, '0');
  const fraction = digits.slice(-AMOUNT_SCALE).replace(/0+$/, '');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -AMOUNT_SCALE)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The JSON number nearest to an exact amount, in major units. */
export const amountToNumber = (amount: bigint): number => Number(amountToText(amount));
