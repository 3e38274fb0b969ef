import { completeSettings } from '../complete-settings.js';
import { parseJson } from '../payload/parse-body.js';
import type { Provider } from '../port.js';
import { redactSecrets } from '../payload/redact.js';
import { mapVapi } from './map-vapi.js';
import { vapiKind } from './vapi-kind.js';
import { VapiSettings } from './vapi-settings.js';
import { vapiHeader, verifyVapi } from './verify-vapi.js';

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
  };
}
