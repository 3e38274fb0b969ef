import { kindName } from '../payload/contract-values.js';

/** Name of the event, such as "call_analyzed"; never throws, since what cannot be mapped is listed as well. */
export function retellKind(payload: unknown): string {
  return typeof payload === 'object' && payload !== null && 'event' in payload ? kindName(payload.event) : 'unknown';
}
