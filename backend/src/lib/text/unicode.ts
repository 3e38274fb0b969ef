import { refusal, type Refusal } from '../schema/refusal.js';

const SUSPECT = /\\u(?:[dD][89a-fA-F]|0000)/;

/** Whether JSON text can hold a lone surrogate or a NUL at all; nearly none does, and then nothing is walked. */
export const mayHoldBadText = (json: string): boolean => SUSPECT.test(json);

const isBadText = (text: string): boolean => text.includes('\u0000') || !text.isWellFormed();

/**
 * Finds the first string (or key) that no store keeps unchanged: one with a NUL or a lone surrogate.
 * Walks with a list instead of recursion: depth is the sender's choice.
 */
export function findBadText(value: unknown): Refusal | undefined {
  const open: { value: unknown; path: string }[] = [{ value, path: '' }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next.value === 'string' && isBadText(next.value)) return bad(next.path);
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const [key, inner] of Object.entries(next.value)) {
      if (isBadText(key)) return bad(next.path);
      open.push({ value: inner, path: next.path.length < 400 ? `${next.path}/${key}` : next.path });
    }
  }
  return undefined;
}

const bad = (path: string): Refusal =>
  refusal(
    'invalid_unicode',
    `${path || 'event'}: text contains a NUL character or an unpaired surrogate; send well-formed Unicode without NUL`,
    path,
  );
