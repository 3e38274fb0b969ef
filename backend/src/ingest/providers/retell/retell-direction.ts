import { PayloadField } from '../payload/payload-field.js';

export interface Direction {
  readonly direction: 'inbound' | 'outbound';
  readonly channel: 'phone' | 'web';
}

/** A web call has no direction in Retell; it came to the agent, hence inbound. */
export function retellDirection(call: PayloadField): Direction {
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
