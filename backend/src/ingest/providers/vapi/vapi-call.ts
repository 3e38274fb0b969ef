/** Data of the events about a call that its messages carry alike: `call.started`, `call.answered`, `call.transferred`. */
import { label, phoneParty, present, scalarAttributes, twilioCallSid } from '../payload/contract-values.js';
import type { PayloadField } from '../payload/payload-field.js';

interface Direction {
  readonly direction: 'inbound' | 'outbound';
  readonly channel: 'phone' | 'web';
}

/** A call from a browser or over a websocket is one that came to the agent, hence inbound. */
function vapiDirection(call: PayloadField): Direction {
  const type = call.at('type');
  switch (type.text()) {
    case undefined:
      return type.refuse('the type of the call, which determines the direction');
    case 'inboundPhoneCall':
      return { direction: 'inbound', channel: 'phone' };
    case 'outboundPhoneCall':
      return { direction: 'outbound', channel: 'phone' };
    default:
      return { direction: 'inbound', channel: 'web' };
  }
}

/** The first of the fields that has a text: Vapi moved fields from the call to the message over the years. */
const firstText = (...fields: readonly PayloadField[]): string | undefined => {
  for (const field of fields) {
    const text = label(field.text());
    if (text !== undefined) return text;
  }
  return undefined;
};

const parties = (message: PayloadField): { customer: string | undefined; line: string | undefined } => {
  const sources = [message, message.at('call')];
  const numbers = sources.map((source) => source.at('customer', 'number'));
  const addresses = sources.map((source) => source.at('customer', 'sipUri'));
  return {
    customer: phoneParty(firstText(...numbers, ...addresses)),
    line: phoneParty(firstText(...sources.map((source) => source.at('phoneNumber', 'number')))),
  };
};

/** An assistant defined in the call itself has no id; its name, or the squad or workflow it is in, stands for it. */
const agent = (message: PayloadField): Record<string, unknown> => {
  const call = message.at('call');
  const name = firstText(message.at('assistant', 'name'), call.at('assistant', 'name'));
  const id = firstText(
    call.at('assistantId'),
    message.at('assistant', 'id'),
    call.at('squadId'),
    call.at('workflowId'),
  );
  return present({ id: id ?? name ?? 'unknown', name });
};

const language = (message: PayloadField): string | undefined => {
  const code = firstText(message.at('assistant', 'transcriber', 'language'));
  return code === 'multi' ? undefined : code;
};

const callSid = (call: PayloadField): string | undefined =>
  twilioCallSid(call.at('phoneCallProviderId'), call.at('twilioCallSid'), call.at('transport', 'callSid'));

/** Data of `call.started`, the same from every message about the call. */
export function vapiStarted(message: PayloadField): Record<string, unknown> {
  const call = message.at('call');
  const { direction, channel } = vapiDirection(call);
  const { customer, line } = parties(message);
  return present({
    direction,
    channel,
    from: direction === 'inbound' ? customer : line,
    to: direction === 'inbound' ? line : customer,
    agent: agent(message),
    language: language(message),
    provider: 'vapi',
    provider_call_sid: callSid(call),
    attributes: scalarAttributes({ twilio_call_sid: callSid(call) }, call.at('metadata').value),
  });
}

/** Data of `call.answered`. Who took an outbound call is not said, unless it was found to be a machine. */
export function vapiAnswered(message: PayloadField, found: { readonly machine?: boolean }): Record<string, unknown> {
  const { direction } = vapiDirection(message.at('call'));
  const agent = direction === 'inbound' ? 'agent' : undefined;
  return present({ by: found.machine === true ? 'machine' : agent });
}

/** Data of `call.transferred`. Behind a number or SIP address Vapi hands over to people; assistants are named as such. */
export function vapiTransfer(message: PayloadField, reason: string | undefined): Record<string, unknown> {
  const destination = message.at('destination');
  const number = destination.at('number').text() ?? destination.at('sipUri').text();
  const forwarded = message.at('call', 'forwardedPhoneNumber').text();
  return present({
    to: label(number ?? destination.at('assistantName').text() ?? forwarded),
    kind: destination.at('type').text() === 'assistant' ? 'agent' : 'human',
    reason: label(reason),
  });
}
