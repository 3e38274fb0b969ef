import type { PayloadField } from '../payload/payload-field.js';
import type { TurnLatency } from '../facts/turns.js';

/** Both spellings are about: `model` and `modelLatency`. */
const stage = (turn: PayloadField, name: string): number | undefined =>
  turn.at(name).number() ?? turn.at(`${name}Latency`).number();

/** Latencies of the turns in milliseconds, in the order of the call; none if the report has none. */
export function vapiLatencies(message: PayloadField): TurnLatency[] {
  const turns = message.at('artifact', 'performanceMetrics', 'turnLatencies').items();
  return turns.map((turn) => ({
    e2e: stage(turn, 'turn'),
    asr: stage(turn, 'transcriber'),
    llm: stage(turn, 'model'),
    tts: stage(turn, 'voice'),
    endpointing: stage(turn, 'endpointing'),
  }));
}
