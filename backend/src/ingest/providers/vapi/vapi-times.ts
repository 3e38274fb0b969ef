import { DAY_MS } from '../../../lib/time/durations.js';
import type { PayloadField } from '../payload/payload-field.js';
import type { VapiMessages } from './vapi-messages.js';

export interface VapiTimes {
  /** Epoch ms: of the connection, which is begin and answer alike, as Vapi does not tell when it rang. */
  readonly start: number;
  readonly end: number;
  /** The report shows that there was a connection. */
  readonly connected: boolean;
  /** Whether the report tells begin and end, or they were worked out. */
  readonly isStartTold: boolean;
  readonly isEndTold: boolean;
}

const eitherTime = (message: PayloadField, name: string): number | undefined =>
  message.at(name).time() ?? message.at('call', name).time();

const LONGEST_CALL = 7 * DAY_MS;

const durationMs = (message: PayloadField): number | undefined => {
  const seconds = message.at('durationSeconds').number();
  const ms = message.at('durationMs').number() ?? (seconds === undefined ? undefined : seconds * 1_000);
  return ms !== undefined && ms >= 0 && ms <= LONGEST_CALL ? Math.round(ms) : undefined;
};

const endOf = (message: PayloadField, start: number | undefined, messages: VapiMessages): number | undefined => {
  const ended = eitherTime(message, 'endedAt');
  const duration = durationMs(message);
  if (ended !== undefined) return ended;
  if (start !== undefined && duration !== undefined) return start + duration;
  return messages.end ?? message.at('timestamp').time();
};

/** Begin and end from the report; older ones lack both, then from the messages spoken. The end is never before the begin. */
export function vapiTimes(message: PayloadField, messages: VapiMessages, receivedAt: number): VapiTimes {
  const startedAt = eitherTime(message, 'startedAt');
  const connection = startedAt ?? messages.begin;
  const end = endOf(message, connection, messages) ?? receivedAt;
  const start = connection ?? message.at('call', 'createdAt').time() ?? end;
  return {
    start,
    end: Math.max(start, end),
    connected: startedAt !== undefined || messages.spoken,
    isStartTold: startedAt !== undefined,
    isEndTold: eitherTime(message, 'endedAt') !== undefined,
  };
}
