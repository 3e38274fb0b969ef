const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** A copy of `value` in which each JSON pointer of `changes` has a new value; `undefined` removes the field. */
export function changed(value: unknown, changes: Readonly<Record<string, unknown>>): unknown {
  const copy: unknown = structuredClone(value);
  for (const [pointer, to] of Object.entries(changes)) {
    const keys = pointer.split('/').slice(1);
    const last = keys.pop() ?? '';
    let place: unknown = copy;
    for (const key of keys) {
      if (!isRecord(place)) throw new Error(`No place ${pointer}`);
      place = place[key] ??= {};
    }
    if (!isRecord(place)) throw new Error(`No place ${pointer}`);
    if (to === undefined) Reflect.deleteProperty(place, last);
    else place[last] = to;
  }
  return copy;
}
