import { completeSettings } from '../complete-settings.js';
import { kindName } from '../payload/contract-values.js';
import { parseForm } from '../payload/parse-body.js';
import { redactSecrets } from '../payload/redact.js';
import type { Provider } from '../port.js';
import { AcuitySettings } from './acuity-settings.js';
import { fetchAppointment } from './fetch-appointment.js';
import { compareAppointment } from './compare-appointment.js';
import { ACUITY_HEADER, verifyAcuity } from './signature.js';

/** What happened, such as "scheduled". Hooks that were made by API say "appointment.scheduled" for it. */
function acuityAction(payload: unknown): string {
  if (typeof payload !== 'object' || payload === null || !('action' in payload)) return 'unknown';
  return kindName(payload.action).replace(/^appointment\./, '');
}

const ABOUT_APPOINTMENTS = new Set(['scheduled', 'rescheduled', 'canceled', 'changed']);

/** Id of the appointment that a delivery is about; undefined for other kinds, such as `order.completed`. */
function acuitySubject(payload: unknown): string | undefined {
  if (!ABOUT_APPOINTMENTS.has(acuityAction(payload))) return undefined;
  const id = (payload as { readonly id?: unknown }).id;
  return typeof id === 'string' && /^\d{1,20}$/.test(id) ? id : undefined;
}

/** Acuity Scheduling: its webhooks name an appointment, its API describes it. Invalid settings throw. */
export function createAcuity(settings: Partial<AcuitySettings>): Provider {
  const complete = completeSettings(AcuitySettings, settings);
  return {
    name: 'acuity',
    signatureHeader: ACUITY_HEADER,
    signsUrl: false,
    parse: parseForm,
    verify: verifyAcuity,
    kind: acuityAction,
    redact: redactSecrets,
    // Whatever names an appointment is looked up; nothing else reports a fact.
    map: () => [],
    lookUp: {
      perSecond: complete.requestsPerSecond,
      subject: acuitySubject,
      fetch: (id, apiKey, signal) => fetchAppointment(id, apiKey, complete, signal),
      compare: (payload, receivedAt, details, before, warn) =>
        compareAppointment(acuityAction(payload), receivedAt, details, before, complete.currency, warn),
    },
  };
}
