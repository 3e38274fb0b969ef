import { kindName } from '../payload/contract-values.js';

/** What happened, such as "scheduled". Hooks that were made by API say "appointment.scheduled" for it. */
export function acuityAction(payload: unknown): string {
  if (typeof payload !== 'object' || payload === null || !('action' in payload)) return 'unknown';
  return kindName(payload.action).replace(/^appointment\./, '');
}
