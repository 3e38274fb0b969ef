import type { TSchema } from '@sinclair/typebox';

type Strip = (value: unknown) => unknown;

const same: Strip = (value) => value;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Optional fields that are null go; a field that the schema requires, or does not name, stays as it is. */
function objectStrip(properties: Readonly<Record<string, TSchema>>, required: readonly string[]): Strip {
  const fields = Object.entries(properties).map(([name, schema]) => [name, compileWithoutNulls(schema)] as const);
  return (value) => {
    if (!isRecord(value)) return value;
    const kept = { ...value };
    for (const [name, strip] of fields) {
      if (!Object.hasOwn(kept, name)) continue;
      if (kept[name] === null && !required.includes(name)) Reflect.deleteProperty(kept, name);
      else kept[name] = strip(kept[name]);
    }
    return kept;
  };
}

const recordStrip: Strip = (value) =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null)) : value;

/** Builds a copier that leaves out what is null where a schema has something optional: null of an optional field is absence. */
export function compileWithoutNulls(schema: TSchema): Strip {
  if (schema['type'] === 'object' && schema['properties'] !== undefined) {
    const required = (schema['required'] as string[] | undefined) ?? [];
    return objectStrip(schema['properties'] as Record<string, TSchema>, required);
  }
  if (schema['type'] === 'object') return recordStrip;
  const open = (schema['anyOf'] as TSchema[] | undefined)?.find((option) => option['type'] === 'object');
  return open === undefined ? same : compileWithoutNulls(open);
}
