import type { Filter } from '@callsight/contract/query/request';
import type { KnownCall } from './callers.js';

type Value = string | number | boolean | null;

const seconds = (micros: number | null): number | null => (micros === null ? null : micros / 1_000_000);

/** Numbers of a call that filters compare. */
const MEASURES: Readonly<Record<string, (call: KnownCall) => number | null>> = {
  duration: ({ duration }) => seconds(duration),
  wait: ({ wait }) => seconds(wait),
  hold: ({ hold }) => seconds(hold),
  talk: ({ duration, hold }) => (duration === null || hold === null ? null : seconds(duration - hold)),
  sentiment: ({ sentiment }) => sentiment,
  cost: ({ cost }) => cost?.amounts['total'] ?? null,
  errors: ({ errors }) => errors,
  turns: ({ turns }) => turns.length,
  interruptions: ({ interruptions }) => interruptions,
  talk_ratio: ({ talkRatio }) => talkRatio,
  overlap: ({ overlap }) => overlap,
};

const matches = (value: Value, patterns: readonly Value[]): boolean =>
  value !== null && patterns.some((pattern) => new RegExp(String(pattern)).test(String(value)));

const compares = (value: Value, other: Value | undefined, test: (a: number, b: number) => boolean): boolean =>
  typeof value === 'number' && typeof other === 'number' && test(value, other);

const OPERATORS: Readonly<Record<string, (value: Value, values: readonly Value[]) => boolean>> = {
  in: (value, values) => values.includes(value),
  'not in': (value, values) => !values.includes(value),
  '=': (value, values) => values.includes(value),
  '!=': (value, values) => !values.includes(value),
  '=~': (value, patterns) => matches(value, patterns),
  '!~': (value, patterns) => !matches(value, patterns),
  '<': (value, [other]) => compares(value, other, (a, b) => a < b),
  '<=': (value, [other]) => compares(value, other, (a, b) => a <= b),
  '>': (value, [other]) => compares(value, other, (a, b) => a > b),
  '>=': (value, [other]) => compares(value, other, (a, b) => a >= b),
};

/** Whether a filter keeps a row; negated operators keep exactly what their opposites leave out. */
export function keeps(
  { dimension, op, values }: Filter,
  call: KnownCall,
  valueOf: (dimension: string) => Value,
): boolean {
  const measure = MEASURES[dimension];
  const value = measure === undefined ? valueOf(dimension) : measure(call);
  const operator = OPERATORS[op];
  if (operator === undefined) throw new Error(`the reference does not know the operator ${op}`);
  return operator(value, values);
}
