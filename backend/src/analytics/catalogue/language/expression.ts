import type { Aggregate } from './aggregate.js';

export type Operator = '+' | '-' | '*' | '/';

/** A metric's formula: arithmetic over aggregates and other metrics. */
export type Expression =
  | { readonly kind: 'aggregate'; readonly aggregate: Aggregate }
  | { readonly kind: 'metric'; readonly id: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Expression; readonly right: Expression };

export const aggregate = (of: Aggregate): Expression => ({ kind: 'aggregate', aggregate: of });
export const metric = (id: string): Expression => ({ kind: 'metric', id });

const binary =
  (operator: Operator) =>
  (left: Expression, right: Expression): Expression => ({ kind: 'binary', operator, left, right });

export const sum = binary('+');
export const minus = binary('-');
/** A quotient is null when its denominator is 0. */
export const ratio = binary('/');

const OPERATIONS: Readonly<Record<Operator, (a: number, b: number) => number | null>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? null : a / b),
};

/** Computes a formula whose metrics have been resolved. What is not known stays unknown: null in, null out. */
export function evaluate(expression: Expression, valueOf: (aggregate: Aggregate) => number | null): number | null {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'aggregate':
      return valueOf(expression.aggregate);
    case 'metric':
      throw new Error(`metric ${expression.id} is not resolved`);
    case 'binary': {
      const left = evaluate(expression.left, valueOf);
      const right = evaluate(expression.right, valueOf);
      return left === null || right === null ? null : OPERATIONS[expression.operator](left, right);
    }
  }
}

/** Every aggregate that a resolved formula needs. */
export function aggregatesOf(expression: Expression): Aggregate[] {
  if (expression.kind === 'aggregate') return [expression.aggregate];
  return expression.kind === 'binary' ? [...aggregatesOf(expression.left), ...aggregatesOf(expression.right)] : [];
}

/** How many numbers, aggregates, metrics and operators a formula has. */
export const sizeOf = (expression: Expression): number =>
  expression.kind === 'binary' ? 1 + sizeOf(expression.left) + sizeOf(expression.right) : 1;

/**
 * Replaces each metric by its own formula, down to the aggregates.
 * @param formulaOf the resolved formula of a metric
 * @param count called for each number, aggregate and operator of the result; it may throw to end a formula that grows
 */
export function resolve(expression: Expression, formulaOf: (id: string) => Expression, count: () => void): Expression {
  if (expression.kind === 'metric') return formulaOf(expression.id);
  count();
  if (expression.kind !== 'binary') return expression;
  return {
    ...expression,
    left: resolve(expression.left, formulaOf, count),
    right: resolve(expression.right, formulaOf, count),
  };
}

/** A formula as people read it. */
export function describe(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'metric':
      return expression.id;
    case 'aggregate':
      return describeAggregate(expression.aggregate);
    case 'binary':
      return `${operand(expression.left)} ${expression.operator} ${operand(expression.right)}`;
  }
}

const operand = (expression: Expression): string =>
  expression.kind === 'binary' ? `(${describe(expression)})` : describe(expression);

function describeAggregate({ name, dataset, value, where }: Aggregate): string {
  const what = value === undefined ? dataset : `${dataset}.${value}`;
  return `${name}(${what}${where === undefined ? '' : ` where ${where}`})`;
}
