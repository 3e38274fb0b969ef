import { amount } from '../payload/decimal.js';
import type { PayloadField } from '../payload/payload-field.js';

/** Currencies whose amounts Stripe gives in whole units. ISK and UGX have no cents either, and yet come in hundredths. */
const WHOLE = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
const THOUSANDTHS = new Set('BHD JOD KWD OMR TND'.split(' '));

const decimals = (currency: string): number => {
  if (WHOLE.has(currency)) return 0;
  return THOUSANDTHS.has(currency) ? 3 : 2;
};

export interface Money {
  /** Decimal in major units. */
  readonly amount: string;
  readonly currency: string;
}

/** An amount in the smallest units of the currency beside it; undefined for nothing at all, which is no payment. */
export function stripeMoney(units: PayloadField, currencyField: PayloadField): Money | undefined {
  const code = currencyField.text()?.toUpperCase() ?? currencyField.refuse('a currency');
  const currency = /^[A-Z]{3}$/.test(code) ? code : currencyField.refuse('a currency');
  const value = amount(units) ?? units.refuse('an amount');
  const major = value.shifted(-decimals(currency)).toAmount() ?? units.refuse('an amount below a thousand million');
  return /^[\d.]*[1-9]/.test(major) ? { amount: major, currency } : undefined;
}
