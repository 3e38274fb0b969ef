import type { PayloadField } from '../payload/payload-field.js';
import type { TurnLatency } from '../facts/turns.js';

const STAGES = ['e2e', 'asr', 'llm', 'tts'] as const;

/**
 * Latencies in milliseconds by turn. Retell lists each stage for itself, in the order of the call, and the lists may
 * differ in length: value i of every stage is taken as turn i. Exact per stage, which is what percentiles pool.
 */
export function retellLatencies(call: PayloadField): TurnLatency[] {
  const latency = call.at('latency');
  const values = STAGES.map((stage) => {
    const items = latency.at(stage, 'values').items();
    return { stage, values: items.map((item) => item.number()) };
  });
  const turns = Math.max(...values.map((stage) => stage.values.length));
  return Array.from({ length: turns }, (_, index) =>
    Object.fromEntries(values.map((stage) => [stage.stage, stage.values[index]])),
  );
}
