import { LIMITS } from '@callsight/contract/limits';

type Scalar = string | number | boolean;

/** Longer keys are no names that anyone declared as an attribute. */
const LONGEST_KEY = 128;

const scalar = (value: unknown): Scalar | undefined => {
  if (typeof value === 'string') return value.slice(0, LIMITS.attributeValue).toWellFormed();
  if (typeof value === 'boolean') return value;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

const scalarEntries = (source: unknown): [string, Scalar][] => {
  // Providers send [] for an empty object, and a schema of the user's own may make anything of it.
  if (typeof source !== 'object' || source === null || Array.isArray(source)) return [];
  return Object.entries(source).flatMap(([key, value]): [string, Scalar][] => {
    const kept = key === '' || key.length > LONGEST_KEY || key === '__proto__' ? undefined : scalar(value);
    return kept === undefined ? [] : [[key, kept]];
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
