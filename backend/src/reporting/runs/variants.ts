import type { Recipient } from '@callsight/contract/reports/recipient';
import type { Report } from '@callsight/contract/reports/report';
import { reportFor } from '../../definitions/schedule-kind.js';

/** A report as some of its recipients get it. */
export interface Variant {
  /** 0 is the report as it is defined. */
  readonly index: number;
  readonly report: Report;
  readonly recipients: readonly Recipient[];
}

/** Recipients who get the same report, so that each is made once. The report as it is defined comes first, always. */
export function variantsOf(report: Report, recipients: readonly Recipient[]): Variant[] {
  const keyOf = ({ filters = [], locale, timezone }: Pick<Report, 'filters' | 'locale' | 'timezone'>): string =>
    JSON.stringify([filters, locale, timezone]);
  const variants = new Map<string, { readonly report: Report; readonly recipients: Recipient[] }>([
    [keyOf(report), { report, recipients: [] }],
  ]);
  for (const recipient of recipients) {
    const own = reportFor(report, recipient);
    const key = keyOf(own);
    const variant = variants.get(key) ?? { report: own, recipients: [] };
    variant.recipients.push(recipient);
    variants.set(key, variant);
  }
  return [...variants.values()].map((variant, index) => ({ index, ...variant }));
}
