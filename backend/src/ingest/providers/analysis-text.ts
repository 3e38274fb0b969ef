import { LIMITS } from '@callsight/contract/limits';
import type { PayloadField } from './payload-field.js';

/** A longer text, such as a summary, clipped to what the contract takes. */
export function analysisText(field: PayloadField): string | undefined {
  return field.text()?.slice(0, LIMITS.text).toWellFormed();
}
