import { acuityAction } from './acuity-action.js';

const ABOUT_APPOINTMENTS = new Set(['scheduled', 'rescheduled', 'canceled', 'changed']);

/** Id of the appointment that a delivery is about; undefined for other kinds, such as `order.completed`. */
export function acuitySubject(payload: unknown): string | undefined {
  if (!ABOUT_APPOINTMENTS.has(acuityAction(payload))) return undefined;
  const id = (payload as { readonly id?: unknown }).id;
  return typeof id === 'string' && /^\d{1,20}$/.test(id) ? id : undefined;
}
