import type { Conditions } from './incidents.js';
import type { Random } from './random.js';
import type { DataOf } from './simulated-event.js';
import { timedEvent, type TimedEvent } from './timed-event.js';

export const CHECK_EVERY = 300_000;

export const VOICE_AGENT = 'voice-agent';

/** Median latency of a check in milliseconds. */
const LATENCIES = { [VOICE_AGENT]: 180, telephony: 45, scheduling: 120, billing: 95 } as const;

/** What is checked. */
export const COMPONENTS = [VOICE_AGENT, 'telephony', 'scheduling', 'billing'] as const;

const healthOf = (component: string, latency: number, conditions: Conditions): DataOf<'system.check'> => {
  if (conditions.down.has(component)) return { component, status: 'down' };
  if (component !== VOICE_AGENT) return { component, status: 'up', latency_ms: latency };
  const status = conditions.llm > 1 ? 'degraded' : 'up';
  return { component, status, latency_ms: latency * conditions.llm };
};

/** The health checks of all components at one instant; ids name the run, so that no two runs share them. */
export function checkSystems(random: Random, run: string, at: number, conditions: Conditions): TimedEvent[] {
  return COMPONENTS.map((component) => {
    const health = healthOf(component, Math.round(random.logNormal(LATENCIES[component], 0.25)), conditions);
    return timedEvent(`check-${run}-${component}-${at / 1_000}`, 'system.check', undefined, at, health);
  });
}
