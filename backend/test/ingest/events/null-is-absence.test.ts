import type { TSchema } from '@sinclair/typebox';
import { EVENT_DATA } from '@callsight/contract/events/types';
import { admit } from '../../../src/ingest/events/admission.js';
import { CallerIdentities } from '../../../src/ingest/callers/caller.js';
import { changed } from '../providers/changed.js';

const rules = {
  clockSkewMs: 0,
  attributes: ['plan'],
  identities: new CallerIdentities({ secret: 'tests', keepNumbers: false }),
};
const NOW = Date.UTC(2026, 4, 10);

/** Values of the scalars of the contract; those of formats and patterns cannot be worked out from the schema. */
const SCALARS: Readonly<Record<string, unknown>> = {
  phone: '+4930123456',
  email: 'caller@example.invalid',
  from: '+4930123456',
  to: '+4930999999',
  currency: 'EUR',
  starts_at: '2026-05-10T10:00:00Z',
  expires_at: '2026-05-10T10:00:00Z',
};

const PLAIN: Readonly<Record<string, unknown>> = {
  object: { plan: 1 },
  boolean: true,
  string: 'text',
  number: 1,
  integer: 1,
};

/** A value of a schema with everything in it that is optional. */
function wholeOf(schema: TSchema, name = ''): unknown {
  const { type, anyOf, properties, items, const: literal } = schema as Record<string, unknown>;
  if (Object.hasOwn(SCALARS, name)) return SCALARS[name];
  if (literal !== undefined) return literal;
  if (Array.isArray(anyOf)) {
    const options = anyOf as TSchema[];
    return wholeOf(options.find((option) => option['type'] === 'object') ?? options[0]!, name);
  }
  if (properties !== undefined)
    return Object.fromEntries(
      Object.entries(properties as Record<string, TSchema>).map(([key, inner]) => [key, wholeOf(inner, key)]),
    );
  return type === 'array' ? [wholeOf(items as TSchema)] : PLAIN[String(type)];
}

interface Place {
  readonly path: string;
  readonly isOptional: boolean;
}

/** Fields of a schema, at every depth. */
function placesOf(schema: TSchema, path = ''): Place[] {
  const { anyOf, properties, required = [] } = schema as { required?: string[] } & Record<string, unknown>;
  const open = (anyOf as TSchema[] | undefined)?.find((option) => option['type'] === 'object');
  if (open !== undefined) return placesOf(open, path);
  return Object.entries((properties ?? {}) as Record<string, TSchema>).flatMap(([key, inner]) => [
    { path: `${path}/${key}`, isOptional: !required.includes(key) },
    ...placesOf(inner, `${path}/${key}`),
  ]);
}

const TYPES = Object.entries(EVENT_DATA).map(([type, schema]) => ({ type, schema }));

describe.each(TYPES)('$type', ({ type, schema }) => {
  const whole = wholeOf(schema);
  const envelope = { specversion: '1.0', id: 'e', source: 's', type, subject: 'c', time: '2026-05-09T10:00:00Z' };
  const take = (data: unknown) => admit({ ...envelope, data }, NOW, rules);

  test('is taken with everything in it', () => {
    expect(take(whole)).toHaveProperty('event');
  });

  test('null is absence at every optional place, and a refusal at every other', () => {
    for (const { path, isOptional } of placesOf(schema)) {
      const empty = take(changed(whole, { [path]: null }));
      if (isOptional) expect([path, empty]).toEqual([path, take(changed(whole, { [path]: undefined }))]);
      else expect(`/data${path}`.startsWith('refusal' in empty ? empty.refusal.path : 'accepted')).toBe(true);
      if (isOptional) expect([path, 'event' in empty]).toEqual([path, true]);
    }
  });

  test('all optional places may be null at once', () => {
    const optional = placesOf(schema).filter(({ isOptional }) => isOptional);
    const outermost = optional.filter(({ path }) => !optional.some((one) => path.startsWith(`${one.path}/`)));
    const nulls = Object.fromEntries(outermost.map(({ path }) => [path, null]));
    const gone = Object.fromEntries(outermost.map(({ path }) => [path, undefined]));
    expect(take(changed(whole, nulls))).toEqual(take(changed(whole, gone)));
    expect(take(changed(whole, nulls))).toHaveProperty('event');
  });
});

test('a component of the cost that is null is absent', () => {
  const cost = { total: '1', currency: 'EUR', components: { llm: null, tts: '0.4' } };
  const verdict = admit(
    {
      specversion: '1.0',
      id: 'e',
      source: 's',
      type: 'call.ended',
      subject: 'c',
      time: '2026-05-09T10:00:00Z',
      data: { ended_by: 'caller', reason: null, cost },
    },
    NOW,
    rules,
  );
  expect(verdict).toMatchObject({ event: { data: { ended_by: 'caller', cost: { components: { tts: '0.4' } } } } });
});
