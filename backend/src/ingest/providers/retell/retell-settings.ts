import { Type, type Static } from '@sinclair/typebox';
import { EndReasonOverrides } from '../facts/end-reason.js';

/** Retell signs in one way only; what can be set is what its reasons mean. */
export const RetellSettings = Type.Object({ endReasons: EndReasonOverrides }, { additionalProperties: false });
export type RetellSettings = Static<typeof RetellSettings>;
