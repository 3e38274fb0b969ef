import { completeSettings } from '../complete-settings.js';
import { kindName } from '../payload/contract-values.js';
import { parseJson } from '../payload/parse-body.js';
import { redactSecrets } from '../payload/redact.js';
import type { Provider } from '../port.js';
import { mapVapi } from './map-vapi.js';
import { vapiHeader, verifyVapi } from './signature.js';
import { VapiSettings } from './vapi-settings.js';
import { vapiTranscript } from './vapi-transcript.js';

/** Type of the message, such as "end-of-call-report"; never throws, since what cannot be mapped is listed as well. */
function vapiKind(payload: unknown): string {
  if (typeof payload !== 'object' || payload === null || !('message' in payload)) return 'unknown';
  const { message } = payload;
  return typeof message === 'object' && message !== null && 'type' in message ? kindName(message.type) : 'unknown';
}

/** Vapi as configured; settings that are left out have the defaults of their schema, invalid ones throw. */
export function createVapi(settings: Partial<VapiSettings> = {}): Provider {
  const complete = completeSettings(VapiSettings, settings);
  return {
    name: 'vapi',
    signatureHeader: vapiHeader(complete),
    signsUrl: false,
    parse: parseJson,
    verify: (request, secret, now) => verifyVapi(request, secret, now, complete),
    kind: vapiKind,
    redact: redactSecrets,
    ownLines: () => ['phoneNumber/number'],
    map: (payload, receivedAt, warn) => mapVapi(payload, receivedAt, complete.endReasons, warn),
    transcript: vapiTranscript,
  };
}
