import type { InfluxClient } from './influx-client.js';
import { NoRightError, SetupError } from './setup-error.js';

/** An InfluxQL identifier. The backslash goes first: escaped later, it would escape the escapes. */
export const quoteIdentifier = (name: string): string =>
  `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;

/** An InfluxQL string. The backslash goes first: escaped later, it would escape the escapes. */
export const quoteString = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;

/** A number of days as InfluxQL writes it; 0 is forever. */
export const durationLiteral = (days: number): string => (days === 0 ? 'INF' : `${days}d`);

interface Statement {
  readonly error?: string;
  readonly series?: readonly {
    readonly columns: readonly string[];
    readonly values?: readonly (readonly unknown[])[];
  }[];
}

/**
 * Runs one InfluxQL statement on a 1.x server.
 * @param doing what it is for, for the message: `create the database`
 * @returns the rows, each by the names of its columns
 * @throws NoRightError when the server says that the user may not, SetupError on any other refusal
 */
export async function influxql(
  client: InfluxClient,
  doing: string,
  statement: string,
): Promise<Readonly<Record<string, unknown>>[]> {
  const response = (await client.request(doing, 'POST', '/query', { form: { q: statement } })) as {
    results?: Statement[];
  };
  // Refusals of a statement come as 200.
  const [result] = response.results ?? [];
  if (result?.error !== undefined) {
    const message = `could not ${doing}: ${client.url} answered: ${result.error}`;
    throw /not authorized|authorization/i.test(result.error) ? new NoRightError(message) : new SetupError(message);
  }
  return (result?.series ?? []).flatMap(({ columns, values = [] }) =>
    values.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]]))),
  );
}
