import { CALL_EVENT_TYPES, EVENT_DATA } from '@callsight/contract/events/types';
import { parseRfc3339 } from '../../lib/time/rfc3339.js';
import { anonymise } from '../callers/anonymise.js';
import type { Event } from '../../storage/ledger/event.js';
import { nearest } from '../../lib/text/nearest.js';
import { compilePick } from '../../lib/schema/pick.js';
import { readEnvelope, type ReadEnvelope } from './read-envelope.js';
import { refusal, type Refusal } from '../../lib/schema/refusal.js';
import { compileCheck } from '../../lib/schema/schema-check.js';
import type { Identify } from '../callers/seal.js';
import { EARLIEST_TIME } from './time-limits.js';
import { compileWithoutNulls } from '../../lib/schema/without-nulls.js';
import type { Millis } from '../../lib/time/units.js';

export interface AdmissionRules {
  /** How far ahead of our clock a time may be, in milliseconds. */
  readonly clockSkewMs: Millis;
  /** Names of custom attributes; a field of that name is kept wherever it stands in the data. */
  readonly attributes: readonly string[];
  readonly identities: Identify;
}

export type Verdict = { readonly event: Event } | { readonly refusal: Refusal };

interface Reader {
  readonly check: (data: unknown) => Refusal | undefined;
  readonly withoutNulls: (data: unknown) => unknown;
  readonly pick: (data: unknown) => unknown;
}

/** One compiled validator for each type: three times as fast as one for all of them. */
const readers = new Map<string, Reader>(
  Object.entries(EVENT_DATA).map(([type, schema]) => [
    type,
    {
      check: compileCheck(schema, '/data', 'invalid_data'),
      withoutNulls: compileWithoutNulls(schema),
      pick: compilePick(schema),
    },
  ]),
);

const namesCall: ReadonlySet<string> = new Set(CALL_EVENT_TYPES);

const unknownType = (type: string): Refusal => {
  const near = nearest(type, readers.keys());
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `valid are ${[...readers.keys()].join(', ')}`;
  return refusal('unknown_type', `/type: no event type "${type.slice(0, 64)}"; ${hint}`, '/type');
};

function checkTime(at: number, now: number, rules: AdmissionRules): Refusal | undefined {
  if (at > (now + rules.clockSkewMs) * 1_000) {
    const limit = rules.clockSkewMs / 1_000;
    return refusal('time_in_future', `/time: more than ${limit} s ahead of this service's clock`, '/time');
  }
  if (at < EARLIEST_TIME) return refusal('time_out_of_range', '/time: before 2000-01-01', '/time');
  return undefined;
}

/** Fields that the schema does not name, but the configuration does, count as attributes. */
function keepAttributes(
  data: Record<string, unknown>,
  picked: Record<string, unknown>,
  names: readonly string[],
): void {
  for (const name of names) {
    const value = Object.hasOwn(data, name) && !Object.hasOwn(picked, name) ? data[name] : undefined;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') continue;
    const attributes = (picked['attributes'] ?? {}) as Record<string, unknown>;
    picked['attributes'] = { [name]: value, ...attributes };
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function envelopeOf(value: unknown): { readonly envelope: ReadEnvelope } | { readonly refusal: Refusal } {
  if (!isRecord(value)) return { refusal: refusal('not_an_object', 'event: expected a CloudEvents 1.0 object') };
  const type = value['type'];
  if (typeof type === 'string' && !readers.has(type)) return { refusal: unknownType(type) };
  return readEnvelope(value);
}

/** The data, without nulls where something is optional; nearly none has any, and then nothing is copied. */
function dataOf({ type, data }: ReadEnvelope): { readonly picked: unknown } | { readonly refusal: Refusal } {
  const reader = readers.get(type);
  if (reader === undefined) return { refusal: unknownType(type) };
  if (reader.check(data) === undefined) return { picked: reader.pick(data) };
  const stripped = reader.withoutNulls(data);
  const wrong = reader.check(stripped);
  return wrong === undefined ? { picked: reader.pick(stripped) } : { refusal: wrong };
}

/**
 * Decides about one event: refused with a reason, or admitted in the form in which it is kept.
 * @param now epoch milliseconds
 */
export function admit(value: unknown, now: Millis, rules: AdmissionRules): Verdict {
  const shape = envelopeOf(value);
  if ('refusal' in shape) return shape;
  const { envelope } = shape;
  const read = dataOf(envelope);
  if ('refusal' in read) return read;
  if (envelope.subject === undefined && namesCall.has(envelope.type)) {
    return {
      refusal: refusal('missing_subject', `/subject: ${envelope.type} needs the id of its call as subject`, '/subject'),
    };
  }
  const at = parseRfc3339(envelope.time) ?? Number.NaN;
  const untimely = checkTime(at, now, rules);
  if (untimely !== undefined) return { refusal: untimely };
  const data = read.picked as Record<string, unknown>;
  if (rules.attributes.length > 0) keepAttributes(envelope.data, data, rules.attributes);
  const { id, source, type, subject } = envelope;
  // The schema of the type has checked the data: from here on the type says what they hold.
  return { event: { id, source, type, subject, at, data: anonymise(type, data, rules.identities) } as Event };
}
