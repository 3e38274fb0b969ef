/** An amount in billionths of the major unit, and its currency. */
export interface Money {
  readonly amount: bigint;
  readonly currency: string;
}

const BILLION = 1_000_000_000n;

/** Exact billionths of a decimal of at most nine digits behind the point. */
export function billionths(text: string | number): bigint {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,9}))?$/.exec(String(text)) ?? [];
  if (whole === undefined) throw new Error(`no amount: ${text}`);
  const size = BigInt(whole) * BILLION + BigInt(fraction.padEnd(9, '0'));
  return sign === '-' ? -size : size;
}

/** The number of major units. */
export const majorUnits = (amount: bigint): number => Number(amount) / 1e9;

export const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);
