import type { QueryAnswer, QueryResult } from '@callsight/contract/query/answer';
import { QueryRequest } from '@callsight/contract/query/request';
import type { ErrorAnswer } from '@callsight/contract/errors';
import { QueryError } from '../../analytics/catalogue/language/query-error.js';
import { QueryStopped } from '../../storage/duckdb/statement.js';
import { compileCheck } from '../../lib/schema/schema-check.js';
import { Pace } from '../../lib/scheduling/pace.js';
import type { QueryEngine } from '../../analytics/query/engine.js';
import type { AskedQuery, HttpReply } from './messages.js';

const check = compileCheck(QueryRequest, '', 'invalid_request', 'the body');

const encoder = new TextEncoder();

function refused(code: string, message: string, path?: string, suggestions?: readonly string[]): HttpReply {
  const answer: ErrorAnswer = {
    error: {
      code,
      message,
      ...(path === undefined ? {} : { path }),
      ...(suggestions === undefined ? {} : { suggestions: [...suggestions] }),
    },
  };
  return { status: code === 'overloaded' ? 503 : 400, body: encoder.encode(JSON.stringify(answer)) };
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

/** Writes a result as JSON column by column, so that a large one does not hold the thread. */
async function writeResult(result: QueryResult, pace: Pace, write: (text: string) => void): Promise<void> {
  if ('error' in result) {
    write(JSON.stringify(result));
    return;
  }
  write('{"frames":[');
  for (const [index, { schema, data }] of result.frames.entries()) {
    write(`${index === 0 ? '' : ','}{"schema":${JSON.stringify(schema)},"data":{"values":[`);
    for (const [position, column] of data.values.entries()) {
      write(`${position === 0 ? '' : ','}${JSON.stringify(column)}`);
      if (pace.isDue(column.length)) await pace.rest();
    }
    write(']}}');
  }
  write(']}');
}

async function writeAnswer({ results }: QueryAnswer, signal: AbortSignal): Promise<Uint8Array> {
  const pieces: string[] = ['{"results":{'];
  const pace = new Pace(signal);
  for (const [index, [refId, result]] of Object.entries(results).entries()) {
    pieces.push(`${index === 0 ? '' : ','}${JSON.stringify(refId)}:`);
    await writeResult(result, pace, (text) => pieces.push(text));
  }
  pieces.push('}}');
  return encoder.encode(pieces.join(''));
}

/** The value of a body. @throws QueryError when it is no JSON */
export function parseJson(body: Uint8Array): unknown {
  const value = parse(body);
  if (value === undefined) throw new QueryError('invalid_json', 'the body is not valid JSON');
  return value;
}

/** The value of a body. @throws QueryError when it is no JSON, or does not fit its schema */
export function parseBody(body: Uint8Array, checkValue: typeof check): unknown {
  const value = parseJson(body);
  const wrong = checkValue(value);
  if (wrong !== undefined) throw new QueryError('invalid_request', wrong.message, wrong.path);
  return value;
}

/** Answers `POST /v1/query` from the body as it came to the reply as it goes out. */
export const answerRequest = (
  engine: QueryEngine,
  { body, tenant, now, trace }: AskedQuery,
  signal: AbortSignal,
): Promise<HttpReply> =>
  answering(signal, async () => {
    const request = parseBody(body, check) as QueryRequest;
    return writeAnswer(await engine.answer(request, tenant, { now, signal, trace }), signal);
  });

/** A reply from what makes its body; a question that cannot be answered as it was asked is refused. */
export async function answering(signal: AbortSignal, make: () => Promise<Uint8Array>): Promise<HttpReply> {
  try {
    return { status: 200, body: await make() };
  } catch (error) {
    // Writing the answer ends with the signal's own reason, which is no fault.
    if (signal.aborted) throw new QueryStopped('cancelled');
    if (!(error instanceof QueryError)) throw error;
    return refused(error.code, error.message, error.path, error.suggestions);
  }
}
