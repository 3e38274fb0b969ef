import type { CallFacts } from '../facts/call-facts.js';
import { endedBecause, type EndReasonOverrides } from '../facts/end-reason.js';
import type { PayloadField } from '../payload/payload-field.js';
import { tellTurns } from '../facts/turns.js';
import { vapiAnalysis } from './vapi-analysis.js';
import { vapiAnswered } from './vapi-answered.js';
import { vapiCost } from './vapi-cost.js';
import { vapiEndReason } from './vapi-end-reason.js';
import { vapiInterruptions } from './vapi-interruptions.js';
import { vapiLatencies } from './vapi-latencies.js';
import { vapiMessages } from './vapi-messages.js';
import { vapiRecording } from './vapi-recording.js';
import { vapiStarted } from './vapi-started.js';
import { vapiTimes } from './vapi-times.js';
import { vapiTransfer } from './vapi-transfer.js';

/** The whole call, as the report after its end has it. Its `call.status` is stale and not looked at. */
export function tellEndOfCall(
  facts: CallFacts,
  message: PayloadField,
  receivedAt: number,
  overrides: EndReasonOverrides,
): void {
  const { name, meaning } = vapiEndReason(message, overrides);
  const messages = vapiMessages(message);
  const times = vapiTimes(message, messages, receivedAt);
  const { start, end } = times;

  const begin = { derived: times.isStartTold ? undefined : true };
  facts.tell('started', 'call.started', start, { ...vapiStarted(message), ...begin });
  if (times.connected && meaning.connected !== false) {
    facts.tell('answered', 'call.answered', start, { ...vapiAnswered(message, meaning), ...begin });
  }
  tellTurns(facts, vapiLatencies(message), messages.utterances(start), times);
  if (meaning.transferred === true) {
    facts.tell('transferred', 'call.transferred', end, vapiTransfer(message, name));
  }
  facts.tell('ended', 'call.ended', end, {
    ...endedBecause(name, meaning),
    derived: times.isEndTold ? undefined : true,
    cost: vapiCost(message),
    interruptions: vapiInterruptions(message),
  });
  const recording = vapiRecording(message);
  if (recording !== undefined) facts.tell('recording', 'call.recording', end, recording);
  const analysis = vapiAnalysis(message);
  if (analysis !== undefined) {
    facts.tell('analyzed', 'call.analyzed', Math.max(end, message.at('timestamp').time() ?? end), analysis);
  }
}
