import { csvRecords } from './csv-records.js';
import type { HttpAnswer } from './influx-http.js';

/**
 * The rows of all tables of a Flux answer (CSV without annotations), by column name. The server turns each line end
 * inside a text to CR LF; it is LF again here.
 *
 * @throws with the server's words, also for an error that it met when the answer had begun
 */
export function fluxRows({ status, body }: HttpAnswer): Record<string, string>[] {
  if (status !== 200) throw new Error(`Flux answered ${status}: ${body}`);
  const rows: Record<string, string>[] = [];
  let header: readonly string[] | undefined;
  for (const record of csvRecords(body)) {
    if (record.length === 0) {
      header = undefined;
    } else if (header === undefined) {
      header = record;
    } else {
      const names = header;
      rows.push(
        Object.fromEntries(
          record
            .map((value, at) => [names[at] ?? '', value.replaceAll('\r\n', '\n')] as const)
            .filter(([name]) => name !== ''),
        ),
      );
    }
  }
  const failed = rows.find((row) => 'error' in row && 'reference' in row);
  if (failed !== undefined) throw new Error(`Flux answered: ${failed['error'] ?? ''}`);
  return rows;
}
