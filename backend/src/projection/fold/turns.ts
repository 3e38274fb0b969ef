import { ofType, type Event, type EventData } from '../../storage/ledger/event.js';
import type { TurnRow } from './call-row.js';

type CallTurn = EventData<'call.turn'>;

function turnRow(at: number, data: CallTurn): TurnRow {
  const { e2e, asr, llm, tts, endpointing } = data.latency_ms;
  return {
    index: data.index,
    happened_at: at,
    e2e: e2e ?? null,
    asr: asr ?? null,
    llm: llm ?? null,
    tts: tts ?? null,
    endpointing: endpointing ?? null,
    interrupted: data.interrupted ?? false,
    silence: data.silence_ms === undefined ? null : Math.round(data.silence_ms * 1_000),
  };
}

/** What a later statement about a turn does not say stays as an earlier one said it. */
const merged = (earlier: CallTurn | undefined, later: CallTurn): CallTurn => ({
  ...earlier,
  ...later,
  latency_ms: { ...earlier?.latency_ms, ...later.latency_ms },
});

/** The turns of a call, one for each index; it happened when the last event about it says. @param events in order */
export function foldTurns(events: readonly Event[]): TurnRow[] {
  const turns = new Map<number, { readonly at: number; readonly data: CallTurn }>();
  for (const { at, data } of ofType(events, 'call.turn')) {
    turns.set(data.index, { at, data: merged(turns.get(data.index)?.data, data) });
  }
  return [...turns.values()].map(({ at, data }) => turnRow(at, data)).sort((a, b) => a.index - b.index);
}
