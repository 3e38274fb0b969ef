import type { Variables } from '../../../src/datasource/interpolate/variables';

/** Variables by their names; "All" is chosen where there are no values. */
export function fixedVariables(values: Readonly<Record<string, readonly string[]>>): Variables {
  const whole = (text: string): readonly string[] | undefined =>
    text.startsWith('$') ? values[text.slice(1)] : undefined;
  const replace = (text: string, join: (found: readonly string[]) => string): string =>
    text.replace(/\$(\w+)/g, (match, name: string) => (values[name] === undefined ? match : join(values[name])));
  return {
    one: (text) => replace(text, (found) => found.join(',')),
    pattern: (text) => replace(text, (found) => (found.length === 1 ? (found[0] ?? '') : `(${found.join('|')})`)),
    many: (text) => whole(text) ?? [replace(text, (found) => found.join(','))],
    isAll: (text) => whole(text)?.length === 0,
  };
}
