import { completeSettings } from '../complete-settings.js';
import { kindName } from '../payload/contract-values.js';
import { parseJson } from '../payload/parse-body.js';
import { redactSecrets } from '../payload/redact.js';
import type { Provider } from '../port.js';
import { mapStripe } from './map-stripe.js';
import { STRIPE_HEADER, verifyStripe } from './signature.js';
import { StripeSettings } from './stripe-settings.js';

/** Type of the event, such as "invoice.paid"; never throws, since what cannot be mapped is listed as well. */
function stripeKind(payload: unknown): string {
  return typeof payload === 'object' && payload !== null && 'type' in payload ? kindName(payload.type) : 'unknown';
}

/** Stripe; invalid settings throw. */
export function createStripe(settings: Partial<StripeSettings> = {}): Provider {
  const complete = completeSettings(StripeSettings, settings);
  return {
    name: 'stripe',
    signatureHeader: STRIPE_HEADER,
    signsUrl: false,
    parse: parseJson,
    verify: (request, secret, now) => verifyStripe(request, secret, now, complete.toleranceSeconds * 1_000),
    kind: stripeKind,
    redact: redactSecrets,
    map: (payload, receivedAt, warn) => mapStripe(payload, receivedAt, complete, warn),
  };
}
