import type { Frame, QueryResult } from '@callsight/contract/query/answer';
import type { Filter } from '@callsight/contract/query/request';
import type { Millis } from '../../lib/time/units.js';
import type { AskedBody } from './document.js';

/** A query of a report: a query of `POST /v1/query` without its refId, over a range. */
export interface Query {
  readonly from: Millis;
  readonly to: Millis;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Metrics of the whole period, without groups. Those of all sections that have the same filters are asked for together. */
export interface Totals {
  readonly metrics: readonly string[];
  readonly filters: readonly Filter[];
}

/** Asks some queries over one range at once. @returns what each refId was answered */
export type Ask = (request: {
  readonly from: string;
  readonly to: string;
  readonly timezone: string;
  readonly queries: readonly object[];
}) => Promise<Readonly<Record<string, QueryResult>>>;

/** A query that had no answer. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

export type Answer = readonly Frame[] | Failure;

export const isFailure = (answer: Answer): answer is Failure => 'code' in answer;

/** Of one request; the service takes 100. */
const QUERIES_A_REQUEST = 50;

const keyOf = ({ from, to, body }: Query): string => JSON.stringify([from, to, body]);

/** All that a report asks. What several sections ask alike is asked once, so that no two places can disagree. */
export class Answers {
  readonly #timezone: string;
  readonly #answers = new Map<string, Answer>();

  private constructor(timezone: string) {
    this.#timezone = timezone;
  }

  /** @throws what asking throws; a query that fails alone is an answer */
  static async of(queries: readonly Query[], timezone: string, ask: Ask): Promise<Answers> {
    const answers = new Answers(timezone);
    await answers.add(queries, ask);
    return answers;
  }

  /** Asks what has not been asked yet. */
  async add(queries: readonly Query[], ask: Ask): Promise<void> {
    const all = new Map(queries.map((query): [string, Query] => [keyOf(query), query]));
    const open = new Map([...all].filter(([key]) => !this.#answers.has(key)));
    for (const part of requestsOf(open)) {
      const [first] = part;
      if (first === undefined) continue;
      const { from, to } = first[1];
      const results = await ask({
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        timezone: this.#timezone,
        queries: part.map(([, { body }], index) => ({ refId: `q${index}`, ...body })),
      });
      for (const [index, [key]] of part.entries()) this.#answers.set(key, answerOf(results[`q${index}`]));
    }
  }

  of(query: Query): Answer {
    return this.#answers.get(keyOf(query)) ?? { code: 'not_asked', message: 'the query was not asked' };
  }
}

/** The body of `POST /v1/query` that asks a query again. @param timezone IANA zone */
export const askedBody = ({ from, to, body }: Query, timezone: string): AskedBody => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
  timezone,
  queries: [{ refId: 'A', ...body }],
});

function answerOf(result: QueryResult | undefined): Answer {
  if (result === undefined) return { code: 'no_answer', message: 'the query had no answer' };
  return 'error' in result ? { code: result.error.code, message: result.error.message } : result.frames;
}

/** Queries by their range, a request's worth at a time. */
function requestsOf(queries: ReadonlyMap<string, Query>): [string, Query][][] {
  const groups = new Map<string, [string, Query][]>();
  for (const entry of queries) {
    const range = `${entry[1].from} ${entry[1].to}`;
    const group = groups.get(range);
    if (group === undefined) groups.set(range, [entry]);
    else group.push(entry);
  }
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / QUERIES_A_REQUEST) }, (_, part) =>
      group.slice(part * QUERIES_A_REQUEST, (part + 1) * QUERIES_A_REQUEST),
    ),
  );
}
