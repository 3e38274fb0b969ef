import { DAY_MS } from '../../../lib/time/durations.js';
import type { Utterance } from '../facts/turns.js';
import type { PayloadField } from '../payload/payload-field.js';

/** What the transcript of a call says about time. Durations are not read: their unit changed over the years. */
interface VapiMessages {
  /** Begin of the conversation, epoch ms. */
  readonly begin: number | undefined;
  /** End of the last message, epoch ms. */
  readonly end: number | undefined;
  /** Somebody spoke, so there was a connection. */
  readonly spoken: boolean;
  utterances(start: number): Utterance[];
}

const SPEAKERS = new Set(['bot', 'assistant', 'user']);

interface Message {
  readonly role: string | undefined;
  readonly time: number | undefined;
  readonly endTime: number | undefined;
  readonly fromStart: number | undefined;
}

const read = (field: PayloadField): Message => {
  const seconds = field.at('secondsFromStart').number();
  return {
    role: field.at('role').text(),
    time: field.at('time').time(),
    endTime: field.at('endTime').time(),
    fromStart: seconds === undefined ? undefined : seconds * 1_000,
  };
};

/** From `secondsFromStart`: `time` runs on another clock, seconds before `startedAt` in what Vapi sends. */
const utterance = ({ role, time, fromStart }: Message, start: number): Utterance => ({
  agent: role !== 'user',
  at: fromStart === undefined ? (time ?? start) : start + fromStart,
});

const latest = (times: readonly (number | undefined)[]): number | undefined =>
  times.reduce((last, time) => (last === undefined || (time !== undefined && time > last) ? time : last), undefined);

const BEGIN_PLAUSIBLE = DAY_MS;

const beginOf = (messages: readonly Message[]): number | undefined => {
  const first = messages.find(({ time }) => time !== undefined);
  if (first?.time === undefined) return undefined;
  const { fromStart = 0 } = first;
  return fromStart >= 0 && fromStart < BEGIN_PLAUSIBLE ? Math.round(first.time - fromStart) : first.time;
};

export function vapiMessages(message: PayloadField): VapiMessages {
  const inArtifact = message.at('artifact', 'messages');
  const messages = (inArtifact.absent ? message.at('messages') : inArtifact).items().map(read);
  const speech = messages.filter(({ role }) => role !== undefined && SPEAKERS.has(role));
  return {
    begin: beginOf(messages),
    end: latest(messages.map(({ time, endTime }) => endTime ?? time)),
    spoken: speech.length > 0,
    utterances: (start) => speech.map((said) => utterance(said, start)),
  };
}

interface VapiTimes {
  /** Epoch ms: of the connection, which is begin and answer alike, as Vapi does not report when it rang. */
  readonly start: number;
  readonly end: number;
  /** The report shows that there was a connection. */
  readonly connected: boolean;
  /** Whether the report has begin and end, or they were worked out. */
  readonly isStartReported: boolean;
  readonly isEndReported: boolean;
}

const eitherTime = (message: PayloadField, name: string): number | undefined =>
  message.at(name).time() ?? message.at('call', name).time();

const MAX_CALL_MS = 7 * DAY_MS;

const durationMs = (message: PayloadField): number | undefined => {
  const seconds = message.at('durationSeconds').number();
  const ms = message.at('durationMs').number() ?? (seconds === undefined ? undefined : seconds * 1_000);
  return ms !== undefined && ms >= 0 && ms <= MAX_CALL_MS ? Math.round(ms) : undefined;
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
    isStartReported: startedAt !== undefined,
    isEndReported: eitherTime(message, 'endedAt') !== undefined,
  };
}
