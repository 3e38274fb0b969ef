import type { PayloadField } from './payload-field.js';

const SID = /^CA[0-9a-f]{32}$/i;

/** The first of the fields that holds a Twilio call sid: what links this call with Twilio's own account of it. */
export function twilioCallSid(...fields: readonly PayloadField[]): string | undefined {
  return fields.map((field) => field.text()).find((text) => text !== undefined && SID.test(text));
}
