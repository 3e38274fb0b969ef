import { completeSettings } from '../complete-settings.js';
import { parseTwilio } from './parse-twilio.js';
import type { Provider } from '../port.js';
import { redactSecrets } from '../payload/redact.js';
import { mapTwilio } from './map-twilio.js';
import { twilioKind } from './twilio-kind.js';
import { twilioOwnLines } from './twilio-started.js';
import { TwilioSettings } from './twilio-settings.js';
import { TWILIO_HEADER, verifyTwilio } from './signature.js';

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
