import { label, phoneParty, present, scalarAttributes, twilioCallSid } from '../payload/contract-values.js';
import type { PayloadField } from '../payload/payload-field.js';
import { retellDirection } from './retell-direction.js';

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
