import { Type, type Static } from '@sinclair/typebox';
import { completeSettings } from '../complete-settings.js';
import { EndReasonOverrides } from '../facts/end-reason.js';
import { kindName } from '../payload/contract-values.js';
import { parseJson } from '../payload/parse-body.js';
import { redactSecrets } from '../payload/redact.js';
import type { Provider } from '../port.js';
import { mapRetell } from './map-retell.js';
import { retellOwnLines } from './retell-call.js';
import { RETELL_HEADER, verifyRetell } from './signature.js';
import { retellTranscript } from './retell-transcript.js';

/** Retell signs in one way only; what can be set is what its reasons mean, and which recordings are told of. */
export const RetellSettings = Type.Object(
  { endReasons: EndReasonOverrides, scrubbedRecordings: Type.Boolean({ default: false }) },
  { additionalProperties: false },
);
export type RetellSettings = Static<typeof RetellSettings>;

/** Name of the event, such as "call_analyzed"; never throws, since what cannot be mapped is listed as well. */
function retellKind(payload: unknown): string {
  return typeof payload === 'object' && payload !== null && 'event' in payload ? kindName(payload.event) : 'unknown';
}

/** Retell; invalid settings throw. */
export function createRetell(settings: Partial<RetellSettings> = {}): Provider {
  const { endReasons, scrubbedRecordings } = completeSettings(RetellSettings, settings);
  const rules = { overrides: endReasons, scrubbedRecordings };
  return {
    name: 'retell',
    signatureHeader: RETELL_HEADER,
    signsUrl: false,
    parse: parseJson,
    verify: verifyRetell,
    kind: retellKind,
    redact: redactSecrets,
    ownLines: retellOwnLines,
    map: (payload, receivedAt, warn) => mapRetell(payload, receivedAt, rules, warn),
    transcript: retellTranscript,
  };
}
