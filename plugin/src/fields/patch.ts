type Changes<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** A copy with other fields; a field that becomes undefined, or an empty list, goes away. */
export function patch<T extends object>(value: T, changes: Changes<T>): T {
  const entries = Object.entries({ ...value, ...changes });
  return Object.fromEntries(
    entries.filter(([, field]) => field !== undefined && !(Array.isArray(field) && field.length === 0)),
  ) as T;
}
