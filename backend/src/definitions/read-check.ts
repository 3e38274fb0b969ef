import type { CheckInput } from '@callsight/contract/monitoring/check';
import {
  CHECK_KINDS,
  EXPECTABLE,
  JSON_OPERATORS,
  type CheckExpectation,
  type CheckKind,
  type JsonOperator,
} from '@callsight/contract/monitoring/check-words';
import { QueryError } from '../analytics/catalogue/language/query-error.js';
import { nearest } from '../lib/text/nearest.js';
import { DAY_MS } from '../lib/time/durations.js';
import { parseMillis } from '../lib/time/span.js';
import type { Millis } from '../lib/time/units.js';
import { readTarget, type CheckTarget } from './check-target.js';

/** A value that a JSON document is to have. */
export interface JsonRule {
  /** Keys and positions from the outermost to the innermost. */
  readonly steps: readonly string[];
  /** As the user wrote it. */
  readonly path: string;
  readonly op: JsonOperator;
  readonly value: string | number | boolean | null;
}

/** HTTP statuses that are as they should be. */
export interface StatusRule {
  readonly includes: (status: number) => boolean;
  /** What is expected, for people. */
  readonly text: string;
}

/** A check whose every part has been read. */
export interface CheckPlan {
  readonly target: CheckTarget;
  readonly everyMs: Millis;
  readonly timeoutMs: Millis;
  /** Undefined: 200 to 299. */
  readonly statuses: StatusRule | undefined;
  readonly body: string | undefined;
  readonly json: JsonRule | undefined;
  /** Days that a certificate has to be valid for; undefined where nothing is asked of it. */
  readonly certificateDays: number | undefined;
  readonly degradedAboveMs: Millis | undefined;
}

const DEFAULT_CERTIFICATE_DAYS = 14;

const MIN_EVERY_MS = 10_000;
const MIN_TIMEOUT_MS = 100;
const MAX_TIMEOUT_MS = 60_000;

const invalid = (path: string, message: string, suggestions?: readonly string[]): QueryError =>
  new QueryError('invalid_check', `${path}: ${message}`, path, suggestions);

function readKind(text: string): CheckKind {
  const kind = CHECK_KINDS.find((known) => known === text);
  if (kind !== undefined) return kind;
  const near = nearest(text, CHECK_KINDS);
  throw invalid('/kind', `no kind "${text.slice(0, 40)}"; valid are ${CHECK_KINDS.join(', ')}`, near);
}

function readLength(path: string, text: string, min: Millis, max: Millis, range: string): Millis {
  const ms = parseMillis(text);
  if (ms !== undefined && ms >= min && ms <= max) return ms;
  throw invalid(path, `"${text}" is no time ${range}, such as 500ms, 30s, 5m or 1h`);
}

/** Steps of `a.b[0]`, `$.a.b[0]` or `/a/b/0`. */
function stepsOf(path: string): string[] | undefined {
  if (path.startsWith('/'))
    return path
      .slice(1)
      .split('/')
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const plain = path.replace(/^\$\.?/, '');
  if (!/^([^.[\]]+|\[\d+\])(\.[^.[\]]+|\[\d+\])*$/.test(plain)) return undefined;
  return [...plain.matchAll(/[^.[\]]+/g)].map(([step]) => step);
}

type Value = NonNullable<NonNullable<CheckInput['expect']>['json']>['value'];

/** @throws QueryError for a value that an operator cannot be used with */
function readValue(op: JsonOperator, value: Value): JsonRule['value'] {
  const wrong = (why: string): QueryError => invalid('/expect/json/value', `${op} ${why}`);
  if (op === 'exists') {
    if (value !== undefined && typeof value !== 'boolean') throw wrong('takes true (the default) or false');
    return value ?? true;
  }
  if (value === undefined) throw wrong('needs a value');
  if (['<', '<=', '>', '>='].includes(op) && typeof value !== 'number') throw wrong('needs a number');
  return value;
}

function readJson({ path, op, value }: NonNullable<NonNullable<CheckInput['expect']>['json']>): JsonRule {
  const steps = stepsOf(path);
  if (steps === undefined)
    throw invalid('/expect/json/path', 'expected a path such as "status", "$.items[0].ok" or "/items/0/ok"');
  const operator = JSON_OPERATORS.find((known) => known === op);
  if (operator === undefined)
    throw invalid('/expect/json/op', `no operator "${op.slice(0, 20)}"; valid are ${JSON_OPERATORS.join(', ')}`);
  return { steps, path, op: operator, value: readValue(operator, value) };
}

function readExpectation(kind: CheckKind, target: CheckTarget, expect: NonNullable<CheckInput['expect']>) {
  const valid = EXPECTABLE[kind];
  const wrong = (Object.keys(expect) as CheckExpectation[]).find((name) => !valid.includes(name));
  if (wrong !== undefined) {
    const words = valid.length === 0 ? 'nothing can be expected' : `valid are ${valid.join(', ')}`;
    throw invalid(`/expect/${wrong}`, `has no meaning for a check of kind ${kind}; ${words}`);
  }
  const { status, body, json, certificate_days: days } = expect;
  if (days !== undefined && target.kind === 'http' && target.url.protocol !== 'https:')
    throw invalid('/expect/certificate_days', 'only a target that begins with https: has a certificate');
  const statuses = typeof status === 'number' ? [status] : status;
  return {
    statuses:
      statuses === undefined
        ? undefined
        : { includes: (one: number) => statuses.includes(one), text: statuses.join(' or ') },
    body,
    json: json === undefined ? undefined : readJson(json),
    certificateDays: days ?? (kind === 'tls' ? DEFAULT_CERTIFICATE_DAYS : undefined),
  };
}

/** Reads every part of a check. @throws QueryError that says which part is wrong, and what would be valid */
export function readCheck(check: CheckInput): CheckPlan {
  const { every = '1m', timeout = '5s', expect = {}, degraded_above_ms: degradedAboveMs } = check;
  const kind = readKind(check.kind);
  const target = readTarget(kind, check.target);
  const everyMs = readLength('/every', every, MIN_EVERY_MS, DAY_MS, 'from 10s to 24h');
  const timeoutMs = readLength('/timeout', timeout, MIN_TIMEOUT_MS, MAX_TIMEOUT_MS, 'from 100ms to 60s');
  if (timeoutMs > everyMs) throw invalid('/timeout', `${timeout} is longer than every, ${every}`);
  if (degradedAboveMs !== undefined && kind === 'heartbeat')
    throw invalid('/degraded_above_ms', 'has no meaning for a check of kind heartbeat, which takes no time');
  if (degradedAboveMs !== undefined && degradedAboveMs >= timeoutMs)
    throw invalid('/degraded_above_ms', `is not below the timeout, ${timeout}; the check would be down before`);
  return { target, everyMs, timeoutMs, degradedAboveMs, ...readExpectation(kind, target, expect) };
}
