import type { CallFacts } from '../facts/call-facts.js';
import { endedBecause, type EndReasonOverrides } from '../facts/end-reason.js';
import { addTurnEvents, type TurnLatency } from '../facts/turns.js';
import { recordingUrl } from '../payload/contract-values.js';
import type { PayloadField } from '../payload/payload-field.js';
import { vapiAnalysis } from './vapi-analysis.js';
import { vapiAnswered, vapiStarted, vapiTransfer } from './vapi-call.js';
import { vapiCost } from './vapi-cost.js';
import { vapiEndReason } from './vapi-end-reasons.js';
import { vapiMessages, vapiTimes } from './vapi-times.js';

/** Both spellings are about: `model` and `modelLatency`. */
const stage = (turn: PayloadField, name: string): number | undefined =>
  turn.at(name).number() ?? turn.at(`${name}Latency`).number();

/** Latencies of the turns in milliseconds, in the order of the call; none if the report has none. */
function vapiLatencies(message: PayloadField): TurnLatency[] {
  const turns = message.at('artifact', 'performanceMetrics', 'turnLatencies').items();
  return turns.map((turn) => ({
    e2e: stage(turn, 'turn'),
    asr: stage(turn, 'transcriber'),
    llm: stage(turn, 'model'),
    tts: stage(turn, 'voice'),
    endpointing: stage(turn, 'endpointing'),
  }));
}

/** How often the caller interrupted the agent; undefined if the report does not say. */
function vapiInterruptions(message: PayloadField): number | undefined {
  const count = message.at('artifact', 'performanceMetrics', 'numAssistantInterrupted').number();
  return count !== undefined && Number.isInteger(count) && count >= 0 && count <= 1_000_000 ? count : undefined;
}

/** The recording that plays well, both sides in one channel, and the one with a channel for each, in which more can be heard. */
function vapiRecording(message: PayloadField): Record<string, unknown> {
  const sources = [message.at('artifact'), message];
  const first = (name: string): string | undefined =>
    sources.map((source) => recordingUrl(source.at(name))).find((url) => url !== undefined);
  const mixed = first('recordingUrl');
  const stereo = first('stereoRecordingUrl');
  if (mixed !== undefined) return { url: mixed, channels: 1, separate_url: stereo };
  return stereo === undefined ? {} : { url: stereo, channels: 2 };
}

/** What the caller said to being recorded, where the assistant asks: consent that was not given has no time. */
function vapiConsent(message: PayloadField): 'granted' | 'denied' | undefined {
  const consent = message.at('call', 'compliance', 'recordingConsent');
  if (consent.absent) return undefined;
  return consent.at('grantedAt').time() === undefined ? 'denied' : 'granted';
}

/** The whole call, as the report after its end has it. Its `call.status` is stale and not looked at. */
export function addEndOfCallEvents(
  facts: CallFacts,
  message: PayloadField,
  receivedAt: number,
  overrides: EndReasonOverrides,
): void {
  const { name, meaning } = vapiEndReason(message, overrides);
  const messages = vapiMessages(message);
  const times = vapiTimes(message, messages, receivedAt);
  const { start, end } = times;

  const begin = { derived: times.isStartReported ? undefined : true };
  facts.add('started', 'call.started', start, { ...vapiStarted(message), ...begin });
  if (times.connected && meaning.connected !== false) {
    facts.add('answered', 'call.answered', start, { ...vapiAnswered(message, meaning), ...begin });
  }
  addTurnEvents(facts, vapiLatencies(message), messages.utterances(start), times);
  if (meaning.transferred === true) {
    facts.add('transferred', 'call.transferred', end, vapiTransfer(message, name));
  }
  facts.add('ended', 'call.ended', end, {
    ...endedBecause(name, meaning),
    derived: times.isEndReported ? undefined : true,
    cost: vapiCost(message),
    interruptions: vapiInterruptions(message),
  });
  const recording = { ...vapiRecording(message), consent: vapiConsent(message) };
  if (Object.values(recording).some((value) => value !== undefined))
    facts.add('recording', 'call.recording', end, recording);
  const analysis = vapiAnalysis(message);
  if (analysis !== undefined) {
    facts.add('analyzed', 'call.analyzed', Math.max(end, message.at('timestamp').time() ?? end), analysis);
  }
}
