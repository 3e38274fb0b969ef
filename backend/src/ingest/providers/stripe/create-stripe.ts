import { completeSettings } from '../complete-settings.js';
import { parseJson } from '../payload/parse-body.js';
import type { Provider } from '../port.js';
import { redactSecrets } from '../payload/redact.js';
import { mapStripe } from './map-stripe.js';
import { stripeKind } from './stripe-kind.js';
import { StripeSettings } from './stripe-settings.js';
import { STRIPE_HEADER, verifyStripe } from './signature.js';

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
