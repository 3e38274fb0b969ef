import type { DataOf } from './simulated-event.js';
import type { CallPlan } from './call-plan.js';
import type { Caller } from './callers.js';

/** How other systems know the caller: those who call by phone by their number, those on the web by their address. */
export function contactOf(caller: Caller, channel: CallPlan['channel']): DataOf<'touch.recorded'>['caller'] {
  return channel === 'web' ? { email: caller.email } : { phone: caller.phone };
}
