import { kindName } from '../payload/contract-values.js';

/** Type of the event, such as "invoice.paid"; never throws, since what cannot be mapped is listed as well. */
export function stripeKind(payload: unknown): string {
  return typeof payload === 'object' && payload !== null && 'type' in payload ? kindName(payload.type) : 'unknown';
}
