import { label } from './label.js';

/** A kind of delivery for lists and counters: short, since senders write it. */
export function kindName(value: unknown): string {
  return (typeof value === 'string' ? label(value, 64) : undefined) ?? 'unknown';
}
