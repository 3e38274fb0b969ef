import { Type, type Static } from '@sinclair/typebox';
import { Outcome } from '@callsight/contract/events/outcome';

/** What a provider's reason for the end of a call says about the call. */
export const EndReason = Type.Object(
  {
    endedBy: Type.Union([Type.Literal('caller'), Type.Literal('agent'), Type.Literal('system')]),
    /** Only where the reason decides it; otherwise it follows from the other events. */
    outcome: Type.Optional(Outcome),
    /** The call ended because something broke. */
    error: Type.Optional(Type.Boolean()),
    /** False: nobody was ever connected, whatever times the delivery carries. */
    connected: Type.Optional(Type.Boolean()),
    /** A machine took the call. */
    machine: Type.Optional(Type.Boolean()),
    /** The call was handed over. */
    transferred: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type EndReason = Static<typeof EndReason>;

/** By reason; a key that ends in `*` stands for all reasons that begin with the rest of it. */
export type EndReasonTable = Readonly<Record<string, EndReason>>;

/** Changes to a table, from the configuration: what is not named stays as the table has it. */
export const EndReasonOverrides = Type.Record(Type.String(), Type.Partial(EndReason), {
  default: {},
  description: 'Changes to what end reasons mean, by reason or by prefix with * behind it',
});
export type EndReasonOverrides = Static<typeof EndReasonOverrides>;
