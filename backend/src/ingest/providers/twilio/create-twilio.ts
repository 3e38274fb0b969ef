import { Type, type Static } from '@sinclair/typebox';
import { completeSettings } from '../complete-settings.js';
import { EndReasonOverrides } from '../facts/end-reason.js';
import { kindName } from '../payload/contract-values.js';
import { parseForm, parseJson } from '../payload/parse-body.js';
import { redactSecrets } from '../payload/redact.js';
import type { Provider } from '../port.js';
import { mapTwilio } from './map-twilio.js';
import { TWILIO_HEADER, verifyTwilio } from './signature.js';
import { twilioOwnLines } from './twilio-started.js';

/** Twilio signs in one way only; what can be set is what its call statuses mean. */
export const TwilioSettings = Type.Object({ endReasons: EndReasonOverrides }, { additionalProperties: false });
export type TwilioSettings = Static<typeof TwilioSettings>;

const BRACE = 0x7b;

/** Twilio posts forms; some of its products post JSON. No form of Twilio's begins with a brace. */
const parseTwilio = (body: Buffer): unknown => (body[0] === BRACE ? parseJson(body) : parseForm(body));

const field = (payload: unknown, name: string): unknown =>
  typeof payload === 'object' && payload !== null && Object.hasOwn(payload, name)
    ? (payload as Readonly<Record<string, unknown>>)[name]
    : undefined;

const named = (family: string, value: unknown): string =>
  kindName(`${family}.${typeof value === 'string' ? value : 'unknown'}`);

/** Twilio's callbacks do not name themselves; their fields tell them apart, such as "call.completed" or "recording.completed". */
function twilioKind(payload: unknown): string {
  const recording = field(payload, 'RecordingStatus');
  if (recording !== undefined) return named('recording', recording);
  const status = field(payload, 'CallStatus');
  if (status !== undefined) return named(field(payload, 'ParentCallSid') ? 'leg' : 'call', status);
  return field(payload, 'MachineDetectionDuration') === undefined ? 'unknown' : 'machine-detection';
}

/** Twilio; invalid settings throw. */
export function createTwilio(settings: Partial<TwilioSettings> = {}): Provider {
  const { endReasons } = completeSettings(TwilioSettings, settings);
  return {
    name: 'twilio',
    signatureHeader: TWILIO_HEADER,
    signsUrl: true,
    parse: parseTwilio,
    verify: verifyTwilio,
    kind: twilioKind,
    redact: redactSecrets,
    ownLines: twilioOwnLines,
    map: (payload, receivedAt, warn) => mapTwilio(payload, receivedAt, endReasons, warn),
  };
}
