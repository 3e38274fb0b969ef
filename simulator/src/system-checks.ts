import type { Conditions } from './incidents.js';
import type { Random } from './random.js';
import type { DataOf } from './simulated-event.js';
import { timedEvent, type TimedEvent } from './timed-event.js';

export const CHECK_EVERY = 300_000;

const COMPONENTS = [
  { component: 'voice-agent', latency: 180 },
  { component: 'telephony', latency: 45 },
  { component: 'scheduling', latency: 120 },
  { component: 'billing', latency: 95 },
] as const;

const healthOf = (component: string, latency: number, conditions: Conditions): DataOf<'system.check'> => {
  if (component !== 'voice-agent') return { component, status: 'up', latency_ms: latency };
  if (conditions.outage) return { component, status: 'down' };
  const status = conditions.llm > 1 ? 'degraded' : 'up';
  return { component, status, latency_ms: latency * conditions.llm };
};

/** The health checks of all components at one instant; ids name the run, so that no two runs share them. */
export function checkSystems(random: Random, run: string, at: number, conditions: Conditions): TimedEvent[] {
  return COMPONENTS.map(({ component, latency }) => {
    const health = healthOf(component, Math.round(random.logNormal(latency, 0.25)), conditions);
    return timedEvent(`check-${run}-${component}-${at / 1_000}`, 'system.check', undefined, at, health);
  });
}
