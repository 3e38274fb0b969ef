import type { CallEnded } from '@callsight/contract/events/call';
import type { Outcome } from '@callsight/contract/events/outcome';
import type { StepTimes } from './steps.js';

export type Attribute = string | number | boolean;

/**
 * One call as it is queried: folded from its events. Times are epoch microseconds, spans microseconds, money
 * billionths of the major unit; null is "not known" or "did not happen".
 */
export interface CallRow {
  readonly tenant: string;
  readonly call_id: string;
  readonly started_at: number;
  readonly answered_at: number | null;
  readonly ended_at: number | null;
  readonly last_event_at: number;
  readonly wait: number | null;
  readonly duration: number | null;
  readonly hold: number | null;
  readonly talk: number | null;
  readonly after_call_work: number | null;
  readonly direction: 'inbound' | 'outbound';
  readonly channel: string | null;
  readonly queue: string | null;
  readonly agent: string;
  readonly agent_name: string | null;
  readonly agent_version: string | null;
  readonly outcome: Outcome | 'in_progress';
  readonly ended_by: CallEnded['ended_by'] | null;
  readonly end_reason: string | null;
  readonly provider: string | null;
  readonly language: string | null;
  readonly caller: string | null;
  readonly caller_masked: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly line_type: string | null;
  readonly source: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly term: string | null;
  readonly content: string | null;
  readonly tracking_number: string | null;
  readonly landing_page: string | null;
  readonly transferred: boolean;
  readonly transferred_to_human: boolean;
  readonly success: boolean | null;
  readonly sentiment: number | null;
  readonly summary: string | null;
  readonly topics: readonly string[];
  readonly errors: number;
  readonly turns: number;
  readonly interruptions: number;
  readonly silence: number;
  readonly currency: string | null;
  readonly cost: bigint | null;
  readonly cost_telephony: bigint | null;
  readonly cost_asr: bigint | null;
  readonly cost_llm: bigint | null;
  readonly cost_tts: bigint | null;
  readonly cost_platform: bigint | null;
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Id of the same call at the telephony provider, such as a Twilio call SID. */
  readonly provider_call_sid: string | null;
  /** Time zone of the caller's number (IANA), where it has but one. */
  readonly caller_timezone: string | null;
  readonly steps: StepTimes;
}

/** One exchange of a call; latencies in milliseconds. */
export interface TurnRow {
  readonly index: number;
  readonly happened_at: number;
  readonly e2e: number | null;
  readonly asr: number | null;
  readonly llm: number | null;
  readonly tts: number | null;
  readonly endpointing: number | null;
  readonly interrupted: boolean;
  readonly silence: number | null;
}

export interface FoldedCall {
  readonly call: CallRow;
  readonly turns: readonly TurnRow[];
  /** Time of the earliest event: no start that was ever delivered for this call lies before it. */
  readonly firstEventAt: number;
  /** Where the call stands in the record, unless it stands somewhere already; epoch microseconds. */
  readonly anchor: number;
}
