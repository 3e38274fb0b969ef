/** Values of a payload in the form and within the limits of the contract. */
import { LIMITS } from '@callsight/contract/limits';
import { readPartyAddress } from '../../callers/party-address.js';
import type { PayloadField } from './payload-field.js';

/** The fields that have a value: event data says nothing about what the provider did not say. */
export function present(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** A text as a label of the contract: without control characters, clipped; undefined if nothing is left of it. */
export function label(text: string | undefined, max: number = LIMITS.identifier): string | undefined {
  if (text === undefined) return undefined;
  // A cut between the halves of a surrogate pair would leave half a character.
  const clipped = text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, max)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim();
  return clipped === '' ? undefined : clipped;
}

/** A kind of delivery for lists and counters: short, since senders write it. */
export function kindName(value: unknown): string {
  return (typeof value === 'string' ? label(value, 64) : undefined) ?? 'unknown';
}

/** A longer text, such as a summary, clipped to what the contract takes. */
export function analysisText(field: PayloadField): string | undefined {
  return field.text()?.slice(0, LIMITS.text).toWellFormed();
}

/** Number or address of one side of a call; undefined if it is withheld. */
export function phoneParty(text: string | undefined): string | undefined {
  const party = label(text);
  return party === undefined || readPartyAddress(party) === null ? undefined : party;
}

/** Clipped, an address leads nowhere: one beyond the limit of the contract is dropped. */
const MAX_URL = 4_096;

/** The address of a recording, if it is one that can be fetched. */
export function recordingUrl(field: PayloadField): string | undefined {
  const url = field.text();
  if (url === undefined || url.length > MAX_URL || !URL.canParse(url)) return undefined;
  return ['http:', 'https:'].includes(new URL(url).protocol) ? url : undefined;
}

const SID = /^CA[0-9a-f]{32}$/i;

/** The first of the fields that holds a Twilio call sid: what links this call with Twilio's own account of it. */
export function twilioCallSid(...fields: readonly PayloadField[]): string | undefined {
  return fields.map((field) => field.text()).find((text) => text !== undefined && SID.test(text));
}

type Scalar = string | number | boolean;

/** Longer keys are no names that anyone declared as an attribute. */
const MAX_KEY = 128;

const scalar = (value: unknown): Scalar | undefined => {
  if (typeof value === 'string') return value.slice(0, LIMITS.attributeValue).toWellFormed();
  if (typeof value === 'boolean') return value;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

const scalarEntries = (source: unknown): [string, Scalar][] => {
  // Providers send [] for an empty object, and a schema of the user's own may make anything of it.
  if (typeof source !== 'object' || source === null || Array.isArray(source)) return [];
  return Object.entries(source).flatMap(([key, value]): [string, Scalar][] => {
    const usable = key === '' || key.length > MAX_KEY || key === '__proto__' ? undefined : scalar(value);
    return usable === undefined ? [] : [[key, usable]];
  });
};

/**
 * Scalars of free-form objects as attributes of the contract: nested values are dropped, long texts clipped, and of too
 * many the last ones go. An earlier source wins over a later one. Undefined if there are none.
 */
export function scalarAttributes(...sources: unknown[]): Record<string, Scalar> | undefined {
  const attributes = new Map<string, Scalar>();
  for (const [key, value] of sources.flatMap(scalarEntries)) {
    if (attributes.size < LIMITS.attributes && !attributes.has(key)) attributes.set(key, value);
  }
  return attributes.size === 0 ? undefined : Object.fromEntries(attributes);
}
