import { label, phoneParty, present } from '../payload/contract-values.js';
import { PayloadField } from '../payload/payload-field.js';

const INBOUND = new Set(['inbound', 'trunking-originating']);
const OUTBOUND = new Set(['outbound-api', 'outbound-dial', 'outbound', 'trunking-terminating']);

export function twilioDirection(field: PayloadField): 'inbound' | 'outbound' {
  const direction = field.text() ?? '';
  if (INBOUND.has(direction)) return 'inbound';
  return OUTBOUND.has(direction) ? 'outbound' : field.refuse('inbound, outbound-api or outbound-dial');
}

/** `client:` is a browser or an app; everything else comes over the telephone network or SIP. */
const isWeb = (party: string | undefined): boolean => party?.startsWith('client:') === true;

/** Data of `call.started`. Twilio does not know which agent takes the call; the platform that does may say so. */
export function twilioStarted(callback: PayloadField): Record<string, unknown> {
  const from = phoneParty(callback.at('From').text());
  const to = phoneParty(callback.at('To').text());
  return present({
    direction: twilioDirection(callback.at('Direction')),
    channel: isWeb(from) || isWeb(to) ? 'web' : 'phone',
    from,
    to,
    agent: { id: 'unknown' },
    provider: 'twilio',
    queue: label(callback.at('QueueName').text()),
  });
}

/** The keys under which the company's own line stands; Twilio names both sides twice. */
export const twilioOwnLines = (payload: unknown): readonly string[] =>
  OUTBOUND.has(new PayloadField(payload).at('Direction').text() ?? '') ? ['From', 'Caller'] : ['To', 'Called'];
