import { kindName } from '../payload/contract-values.js';

/** Type of the message, such as "end-of-call-report"; never throws, since what cannot be mapped is listed as well. */
export function vapiKind(payload: unknown): string {
  if (typeof payload !== 'object' || payload === null || !('message' in payload)) return 'unknown';
  const { message } = payload;
  return typeof message === 'object' && message !== null && 'type' in message ? kindName(message.type) : 'unknown';
}
