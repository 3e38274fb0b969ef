import { parseExactJson, type ExactValue } from './exact-json.js';
import type { HttpAnswer } from './influx-http.js';

/** One series of an InfluxQL answer; times are epoch nanoseconds (bigint). */
export interface InfluxqlSeries {
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  readonly values: readonly (readonly ExactValue[])[];
}

interface InfluxqlAnswer {
  readonly error?: string;
  readonly results?: readonly { readonly error?: string; readonly series?: readonly InfluxqlSeries[] }[];
}

/**
 * The series of all statements of an answer in JSON. (In CSV an error of a statement would be missing, not told.)
 *
 * @throws with the server's words if it refused the whole or one statement, which it does with status 200
 */
export function influxqlSeries({ status, body }: HttpAnswer): InfluxqlSeries[] {
  if (!body.startsWith('{')) throw new Error(`/query answered ${status}: ${body}`);
  const { error, results = [] } = parseExactJson(body) as InfluxqlAnswer;
  const failed = error ?? results.find((result) => result.error !== undefined)?.error;
  if (failed !== undefined || status !== 200) throw new Error(`/query answered ${status}: ${failed ?? body}`);
  return results.flatMap(({ series = [] }) => series);
}
