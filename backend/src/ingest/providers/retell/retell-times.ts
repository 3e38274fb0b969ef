import { DAY_MS } from '../../../lib/time/durations.js';
import type { PayloadField } from '../payload/payload-field.js';

export interface RetellTimes {
  /** Epoch ms: of the connection, which is begin and answer alike, as Retell does not report when it rang. */
  readonly start: number;
  readonly end: number;
  readonly connected: boolean;
  /** Whether Retell reports begin and end, or they were worked out. */
  readonly isStartReported: boolean;
  readonly isEndReported: boolean;
}

const MAX_CALL_MS = 7 * DAY_MS;

const durationMs = (call: PayloadField): number | undefined => {
  const ms = call.at('duration_ms').number();
  return ms !== undefined && ms >= 0 && ms <= MAX_CALL_MS ? Math.round(ms) : undefined;
};

/** Begin and end of the call. A call that did not connect may have neither: then both are when we heard of it. */
export function retellTimes(call: PayloadField, receivedAt: number): RetellTimes {
  const started = call.at('start_timestamp').time();
  const ended = call.at('end_timestamp').time();
  const reported = durationMs(call);
  const duration = reported ?? 0;
  const start = started ?? (ended ?? receivedAt) - duration;
  const end = ended ?? start + duration;
  const isEndReported = ended !== undefined || (started !== undefined && reported !== undefined);
  return {
    start,
    end: Math.max(start, end),
    connected: started !== undefined,
    isStartReported: started !== undefined,
    isEndReported,
  };
}
