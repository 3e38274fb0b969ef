/**
 * Whether some text in a value, however deep, is one that is looked for.
 * Walks with a list instead of recursion: depth is the sender's choice.
 */
export function holdsText(value: unknown, isSought: (text: string) => boolean): boolean {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'string' && isSought(next)) return true;
    if (typeof next === 'object' && next !== null) for (const inner of Object.values(next)) open.push(inner);
  }
  return false;
}
