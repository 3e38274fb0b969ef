import type { PayloadField } from '../payload/payload-field.js';
import type { Utterance } from '../facts/turns.js';

const ROLES = new Set(['agent', 'user']);

/** What was said, with the time of its first word, which Retell counts in seconds from the begin of the call. */
export function retellUtterances(call: PayloadField, start: number): Utterance[] {
  return call
    .at('transcript_object')
    .items()
    .flatMap((said): Utterance[] => {
      const role = said.at('role').text();
      const [word] = said.at('words').items();
      const seconds = word?.at('start').number();
      if (role === undefined || !ROLES.has(role) || seconds === undefined) return [];
      return [{ agent: role === 'agent', at: start + seconds * 1_000 }];
    });
}
