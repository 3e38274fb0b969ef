import type { CheckInput } from '@callsight/contract/monitoring/check';
import { readCheck } from '../../../src/definitions/read-check.js';
import { networkPolicy, type NetworkPolicy } from '../../../src/lib/net/resolve-host.js';
import { runCheck, type Outcome } from '../../../src/monitoring/checks/run-check.js';

/** Runs a check as it is defined, once. @param policy what differs from a network in which everything is allowed */
export function runOne(
  check: Partial<CheckInput> & Pick<CheckInput, 'kind'>,
  policy: Partial<NetworkPolicy> = {},
  stop: AbortSignal = new AbortController().signal,
): Promise<Outcome> {
  const plan = readCheck({ id: 'one', component: 'one', ...check });
  const context = {
    policy: { ...networkPolicy(true), ...policy },
    clock: Date.now,
    definedAt: 0,
    wasHeardSince: () => Promise.resolve(false),
  };
  return runCheck(plan, context, stop);
}
