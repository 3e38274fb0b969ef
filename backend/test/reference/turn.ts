import type { TestEvent } from '../support/events/event.js';
import { microsOfEvent } from '../support/events/time.js';

/** One exchange: its own time in epoch microseconds, latencies in milliseconds, silence in seconds. */
export interface ReferenceTurn {
  readonly at: number;
  readonly latency: Readonly<Record<string, number | null>>;
  readonly isInterrupted: boolean;
  readonly silence: number | null;
}

const STAGES = ['asr', 'llm', 'tts', 'endpointing'] as const;

function turnOf(event: TestEvent<'call.turn'>): ReferenceTurn {
  const { latency_ms: told, interrupted, silence_ms } = event.data;
  const stages = STAGES.flatMap((stage) => told[stage] ?? []);
  const explained = stages.reduce((sum, stage) => sum + stage, 0);
  return {
    at: microsOfEvent(event),
    latency: {
      e2e: told.e2e ?? null,
      asr: told.asr ?? null,
      llm: told.llm ?? null,
      tts: told.tts ?? null,
      endpointing: told.endpointing ?? null,
      unexplained: told.e2e === undefined || stages.length === 0 ? null : told.e2e - explained,
    },
    isInterrupted: interrupted ?? false,
    silence: silence_ms === undefined ? null : silence_ms / 1_000,
  };
}

/** One turn for each index, at the time of the last event about it; each field is as the last one says that has it. */
export function foldTurns(events: readonly TestEvent<'call.turn'>[]): ReferenceTurn[] {
  const byIndex = new Map<number, TestEvent<'call.turn'>>();
  for (const event of events) {
    const earlier = byIndex.get(event.data.index)?.data;
    const latency_ms = { ...earlier?.latency_ms, ...event.data.latency_ms };
    byIndex.set(event.data.index, { ...event, data: { ...earlier, ...event.data, latency_ms } });
  }
  return [...byIndex.values()].map(turnOf);
}
