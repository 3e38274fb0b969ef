import type { Expression, Operator } from './expression.js';
import { QueryError } from './query-error.js';

/** Deeper nesting than any formula needs; it bounds the parser's recursion. */
const MAX_DEPTH = 50;

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([a-z][a-z0-9_]*(?:\.[a-zA-Z0-9_]+)*)|([-+*/()]))/y;

interface Token {
  readonly text: string;
  readonly kind: 'number' | 'metric' | 'symbol';
  readonly at: number;
}

function tokenize(formula: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < formula.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(formula);
    if (match === null) throw syntaxError(`cannot read "${formula.slice(at, at + 20).trim()}"`, at);
    const [, number, metric, symbol] = match;
    if (number !== undefined) tokens.push({ text: number, kind: 'number', at });
    else if (metric !== undefined) tokens.push({ text: metric, kind: 'metric', at });
    else tokens.push({ text: symbol ?? '', kind: 'symbol', at });
  }
  return tokens;
}

const syntaxError = (message: string, at: number): QueryError =>
  new QueryError(
    'invalid_formula',
    `${message} at character ${at}; a formula has metric ids, numbers, + - * / and parentheses`,
    '/formula',
  );

/** Recursive descent over `sum := product (+|-) …`, `product := factor (*|/) …`, `factor := number | metric | ( sum ) | - factor`. */
class FormulaParser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Expression {
    const expression = this.#chain(['+', '-'], () => this.#chain(['*', '/'], () => this.#factor()));
    return expression;
  }

  end(): void {
    const extra = this.#tokens[this.#next];
    if (extra !== undefined) throw syntaxError(`did not expect "${extra.text}"`, extra.at);
  }

  #chain(operators: readonly Operator[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const operator = operators.find((symbol) => this.#peek() === symbol);
      if (operator === undefined) return left;
      this.#next += 1;
      left = { kind: 'binary', operator, left, right: operand() };
    }
  }

  #peek(): string | undefined {
    const token = this.#tokens[this.#next];
    return token?.kind === 'symbol' ? token.text : undefined;
  }

  #factor(): Expression {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw syntaxError('the formula ends too early', this.#tokens.at(-1)?.at ?? 0);
    this.#next += 1;
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text) };
    if (token.kind === 'metric') return { kind: 'metric', id: token.text };
    return this.#nested(token);
  }

  #nested(token: Token): Expression {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw syntaxError(`nested deeper than ${MAX_DEPTH}`, token.at);
    try {
      if (token.text === '-')
        return { kind: 'binary', operator: '-', left: { kind: 'number', value: 0 }, right: this.#factor() };
      if (token.text !== '(') throw syntaxError(`did not expect "${token.text}"`, token.at);
      const inner = this.parse();
      if (this.#peek() !== ')') throw syntaxError('a parenthesis is not closed', token.at);
      this.#next += 1;
      return inner;
    } finally {
      this.#depth -= 1;
    }
  }
}

/** Reads a formula over metric ids, such as `(calls.answered - calls.abandoned) / calls.offered`. */
export function parseFormula(formula: string): Expression {
  const parser = new FormulaParser(tokenize(formula));
  const expression = parser.parse();
  parser.end();
  return expression;
}
