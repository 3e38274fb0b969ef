import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { FrameTable } from '../export-plan.js';
import { Styles } from '../../formats/xlsx/styles.js';
import { Output, Stalled } from './output.js';
import { tableParquet, tableRows } from './table-file.js';
import { textFrame } from './text-file.js';
import { writeWorkbook, type RowSource } from './workbook-file.js';
import type { RowsWritten, WriterMessage, WriterSource, WriterStart } from './writer-messages.js';

/**
 * The process that writes one file: frames rows that the database has made text, or makes text of the tables of an answer;
 * compresses; and waits for whoever reads. It has the memory and the time of a processor that this takes, so that the service
 * has not, and ends with the file.
 */
if (process.send === undefined) throw new Error('this is the writer of exports; the service starts it');
const send = process.send.bind(process);
// Without the service there is nobody to write for.
process.once('disconnect', () => process.exit(1));
// A signal to the whole group is for the service, which ends this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

const say = (message: WriterMessage): Promise<void> =>
  new Promise((resolve) => {
    send(message, undefined, undefined, () => resolve());
  });

const [start] = (await once(process, 'message')) as [WriterStart];
let isComplete = false;
process.on('message', (_message: RowsWritten) => {
  isComplete = true;
});

type PipeSource = Extract<WriterSource, { kind: 'pipe' }>;

/** Rows from the pipe, until every writer has closed it. */
async function* pipeRows({ path }: PipeSource, skip: number): AsyncGenerator<Buffer> {
  execFileSync('mkfifo', ['-m', '600', path]);
  // Opened without waiting for a writer: an end is not seen before there has been one.
  const pipe = new Socket({
    fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK),
    readable: true,
    writable: false,
  });
  await say({ type: 'ready' });
  let left = skip;
  for await (const piece of pipe as AsyncIterable<Buffer>) {
    const dropped = Math.min(left, piece.length);
    left -= dropped;
    yield dropped === 0 ? piece : piece.subarray(dropped);
  }
  // The last message of the service may still be on its way.
  if (!isComplete) await once(process, 'message', { signal: AbortSignal.timeout(5_000) });
}

async function writeText(
  output: Output,
  columns: PipeSource['columns'],
  rows: (skip: number) => AsyncIterable<Buffer>,
): Promise<void> {
  const { head, tail, skip } = textFrame(start, columns);
  const source = rows(skip);
  await output.write(Buffer.from(head));
  for await (const piece of source) await output.write(piece);
  await output.write(Buffer.from(tail));
}

async function writePipe(source: PipeSource, output: Output): Promise<void> {
  const { format, title } = start.description;
  const { columns, longest } = source;
  if (format !== 'xlsx') return writeText(output, columns, (skip) => pipeRows(source, skip));
  const table: RowSource = { title, columns, longest, rows: pipeRows(source, 0) };
  return writeWorkbook(start, [table], (bytes) => output.write(bytes));
}

const longestOf = ({ columns, values }: FrameTable): Record<string, number> =>
  Object.fromEntries(
    columns.map(({ name }, index) => [
      name,
      (values[index] ?? []).reduce<number>(
        (most, value) => (typeof value === 'string' ? Math.max(most, value.length) : most),
        0,
      ),
    ]),
  );

async function writeTables(output: Output): Promise<void> {
  const tables = JSON.parse((await buffer(process.stdin)).toString()) as readonly FrameTable[];
  const styles = new Styles(start.currencies);
  const { format, title } = start.description;
  if (format === 'xlsx') {
    const sources = tables.map((table) => ({
      title: table.title === 'A' ? title : table.title,
      columns: table.columns,
      longest: longestOf(table),
      rows: tableRows(start, table, styles),
    }));
    return writeWorkbook(start, sources, (bytes) => output.write(bytes));
  }
  const [table] = tables;
  if (table === undefined) return;
  if (format === 'parquet') return output.write(await tableParquet(start, table));
  await writeText(output, table.columns, (skip) => withoutFirst(tableRows(start, table, styles), skip));
}

async function* withoutFirst(pieces: AsyncIterable<Buffer>, skip: number): AsyncGenerator<Buffer> {
  let left = skip;
  for await (const piece of pieces) {
    yield piece.subarray(left);
    left = 0;
  }
}

function failureOf(error: unknown): WriterMessage {
  const { code, message } = error as NodeJS.ErrnoException;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  const reason = error instanceof Stalled ? 'stalled' : isFull ? 'disk_full' : 'error';
  return { type: 'failed', reason, message };
}

try {
  const output = new Output(start.output);
  if (start.source.kind === 'pipe') await writePipe(start.source, output);
  else await writeTables(output);
  await output.end();
  await say({ type: 'done', bytes: output.bytes });
  process.exit(0);
} catch (error) {
  await say(failureOf(error));
  process.exit(1);
}
