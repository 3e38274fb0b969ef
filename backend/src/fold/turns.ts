import type { CallTurn } from '@callsight/contract/events/call';
import type { Event } from '../events/event.js';
import type { TurnRow } from './call-row.js';

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

/** The turns of a call, one for each index; a later event about the same turn replaces an earlier one. */
export function foldTurns(events: readonly Event[]): TurnRow[] {
  const turns = new Map<number, TurnRow>();
  for (const { type, at, data } of events) {
    if (type === 'call.turn') turns.set(data['index'] as number, turnRow(at, data as CallTurn));
  }
  return [...turns.values()].sort((a, b) => a.index - b.index);
}
