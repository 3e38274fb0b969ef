import { Type, type Static } from '@sinclair/typebox';
import { EndReasonOverrides } from '../facts/end-reason.js';

/** Twilio signs in one way only; what can be set is what its call statuses mean. */
export const TwilioSettings = Type.Object({ endReasons: EndReasonOverrides }, { additionalProperties: false });
export type TwilioSettings = Static<typeof TwilioSettings>;
