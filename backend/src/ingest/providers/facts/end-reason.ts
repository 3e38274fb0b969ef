import { Outcome } from '@callsight/contract/events/outcome';
import { Type, type Static } from '@sinclair/typebox';
import { label, present } from '../payload/contract-values.js';

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

const longestFirst = (a: string, b: string): number => b.length - a.length;

const lookUp = <T>(table: Readonly<Record<string, T>>, reason: string): T | undefined => {
  if (Object.hasOwn(table, reason)) return table[reason];
  const families = Object.keys(table).filter((key) => key.endsWith('*') && reason.startsWith(key.slice(0, -1)));
  const [closest] = families.sort(longestFirst);
  return closest === undefined ? undefined : table[closest];
};

/** Names that providers give to what broke; new ones keep appearing. */
const BROKEN = /error|fault|failed|failure/;

/** Of a reason that is in no table we know at most, by its name, that something broke. */
const unlisted = (reason: string): EndReason =>
  BROKEN.test(reason) ? { endedBy: 'system', outcome: 'failed', error: true } : { endedBy: 'system' };

/** What `reason` means: the exact entry, else the one with the longest matching prefix; overrides come on top. */
export function findEndReason(
  reason: string | undefined,
  table: EndReasonTable,
  overrides: EndReasonOverrides,
): EndReason {
  if (reason === undefined) return { endedBy: 'system' };
  return { ...(lookUp(table, reason) ?? unlisted(reason)), ...lookUp(overrides, reason) };
}

/** The part of `call.ended` that follows from the provider's reason, which is stored as it came. */
export function endedBecause(reason: string | undefined, meaning: EndReason): Record<string, unknown> {
  return present({
    ended_by: meaning.endedBy,
    // A delivery without a reason does not take back what another one says of the end.
    ended_by_assumed: reason === undefined ? true : undefined,
    reason: label(reason),
    outcome: meaning.outcome,
    errors: meaning.error === true ? 1 : undefined,
  });
}
