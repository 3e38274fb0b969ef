/** Data of `call.started` and `call.answered`. */
import { label, phoneParty, present, scalarAttributes, twilioCallSid } from '../payload/contract-values.js';
import { PayloadField } from '../payload/payload-field.js';

interface Direction {
  readonly direction: 'inbound' | 'outbound';
  readonly channel: 'phone' | 'web';
}

/** A web call has no direction in Retell; it came to the agent, hence inbound. */
function retellDirection(call: PayloadField): Direction {
  const channel = call.at('call_type').text() === 'web_call' ? 'web' : 'phone';
  const field = call.at('direction');
  const direction = field.text();
  if (direction === 'inbound' || direction === 'outbound') return { direction, channel };
  return direction === undefined && channel === 'web'
    ? { direction: 'inbound', channel }
    : field.refuse('"inbound" or "outbound"');
}

/** The key under which the company's own line stands. */
export const retellOwnLines = (payload: unknown): readonly string[] =>
  new PayloadField(payload).at('call', 'direction').text() === 'outbound' ? ['from_number'] : ['to_number'];

const version = (field: PayloadField): string | number | undefined =>
  typeof field.value === 'string' ? label(field.value) : field.number();

const agent = (call: PayloadField): Record<string, unknown> =>
  present({
    id: label(call.at('agent_id').text()) ?? 'unknown',
    name: label(call.at('agent_name').text()),
    version: version(call.at('agent_version')),
  });

/** Calls that reach Retell over a SIP trunk of the user's own carry the sid in a header only. */
const callSid = (call: PayloadField): string | undefined =>
  twilioCallSid(call.at('telephony_identifier', 'twilio_call_sid'), call.at('custom_sip_headers', 'x-twilio-callsid'));

/** Data of `call.started`. */
export function retellStarted(call: PayloadField): Record<string, unknown> {
  return present({
    ...retellDirection(call),
    from: phoneParty(call.at('from_number').text()),
    to: phoneParty(call.at('to_number').text()),
    agent: agent(call),
    provider: 'retell',
    provider_call_sid: callSid(call),
    attributes: scalarAttributes({ twilio_call_sid: callSid(call) }, call.at('metadata').value),
  });
}

/** Data of `call.answered`. Who took an outbound call is not said, unless it was found to be a machine. */
export function retellAnswered(call: PayloadField, found: { readonly machine?: boolean }): Record<string, unknown> {
  const agent = retellDirection(call).direction === 'inbound' ? 'agent' : undefined;
  return present({ by: found.machine === true ? 'machine' : agent });
}
