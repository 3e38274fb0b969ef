import type { PayloadField } from '../payload/payload-field.js';

export interface Direction {
  readonly direction: 'inbound' | 'outbound';
  readonly channel: 'phone' | 'web';
}

/** A call from a browser or over a websocket is one that came to the agent, hence inbound. */
export function vapiDirection(call: PayloadField): Direction {
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
