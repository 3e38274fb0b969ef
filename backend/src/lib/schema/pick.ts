import type { TSchema } from '@sinclair/typebox';

type Pick = (value: unknown) => unknown;

const same: Pick = (value) => value;

function objectPick(properties: Record<string, TSchema>): Pick {
  const fields = Object.entries(properties).map(([name, schema]) => [name, compilePick(schema)] as const);
  return (value) => {
    if (typeof value !== 'object' || value === null) return value;
    const source = value as Record<string, unknown>;
    const kept: Record<string, unknown> = {};
    for (const [name, pick] of fields) {
      if (Object.hasOwn(source, name) && source[name] !== undefined) kept[name] = pick(source[name]);
    }
    return kept;
  };
}

/** Builds a copier that keeps the fields which a schema names, at every level, and drops all others. */
export function compilePick(schema: TSchema): Pick {
  if (schema['type'] === 'object' && schema['properties'] !== undefined) {
    return objectPick(schema['properties'] as Record<string, TSchema>);
  }
  const open = (schema['anyOf'] as TSchema[] | undefined)?.find((option) => option['type'] === 'object');
  return open === undefined ? same : compilePick(open);
}
