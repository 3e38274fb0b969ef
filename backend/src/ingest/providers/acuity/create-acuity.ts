import { completeSettings } from '../complete-settings.js';
import { parseForm } from '../payload/parse-body.js';
import type { Provider } from '../port.js';
import { redactSecrets } from '../payload/redact.js';
import { AcuitySettings } from './acuity-settings.js';
import { acuityAction } from './acuity-action.js';
import { acuitySubject } from './acuity-subject.js';
import { askAppointment } from './ask-appointment.js';
import { compareAppointment } from './compare-appointment.js';
import { ACUITY_HEADER, verifyAcuity } from './signature.js';

/** Acuity Scheduling: its webhooks name an appointment, its API tells about it. Invalid settings throw. */
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
    // Whatever names an appointment is looked up; nothing else tells a fact.
    map: () => [],
    lookUp: {
      perSecond: complete.requestsPerSecond,
      subject: acuitySubject,
      ask: (id, apiKey, signal) => askAppointment(id, apiKey, complete, signal),
      compare: (payload, receivedAt, details, before, warn) =>
        compareAppointment(acuityAction(payload), receivedAt, details, before, complete.currency, warn),
    },
  };
}
