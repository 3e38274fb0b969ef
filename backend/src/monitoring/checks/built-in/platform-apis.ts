import type { CheckPlan } from '../../../definitions/read-check.js';
import { networkPolicy } from '../../../lib/net/resolve-host.js';
import { MINUTE_MS } from '../../../lib/time/durations.js';
import type { Clock } from '../../../lib/time/units.js';
import type { Outcome } from '../run-check.js';
import { runCheck } from '../run-check.js';

/** Public addresses of the platforms whose webhooks are taken. */
export const PLATFORM_APIS: Readonly<Record<string, string>> = {
  acuity: 'https://acuityscheduling.com/',
  retell: 'https://api.retellai.com/',
  stripe: 'https://api.stripe.com/',
  twilio: 'https://api.twilio.com/',
  vapi: 'https://api.vapi.ai/',
};

/** Any answer but an error of the server: without credentials a platform refuses, which shows that it is there. */
const BELOW_500: CheckPlan['statuses'] = {
  includes: (status) => status < 500,
  text: 'one below 500',
};

/** Looks whether a platform answers. */
export function checkPlatform(url: string, clock: Clock, signal: AbortSignal): Promise<Outcome> {
  const plan: CheckPlan = {
    target: { kind: 'http', url: new URL(url) },
    everyMs: 5 * MINUTE_MS,
    timeoutMs: 10_000,
    statuses: BELOW_500,
    body: undefined,
    json: undefined,
    certificateDays: undefined,
    degradedAboveMs: undefined,
  };
  // The address is the product's own; networks with a private way to a platform give it a private address.
  const policy = networkPolicy(true);
  return runCheck(plan, { policy, clock, definedAt: 0, wasHeardSince: () => Promise.resolve(false) }, signal);
}
