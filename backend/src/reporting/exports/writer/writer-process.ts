import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { giveWay } from '../../../lib/background/give-way.js';
import { STREAM_FD } from './output.js';
import type { RowsWritten, WriterMessage, WriterStart } from './writer-messages.js';

/** The built file, also where the service itself runs from its sources, as in the tests. */
const WRITER_FILE = fileURLToPath(
  new URL('../../../../dist/reporting/exports/writer/export-writer.js', import.meta.url),
);

/** Taking events and answering questions come before. */
const NICENESS = 10;

/** Heap of the writer: it holds the tables of an answer at the most. */
const HEAP_MB = 512;

/** A file that could not be written; `code` is stable. */
export class ExportFailed extends Error {
  override readonly name = 'ExportFailed';
  constructor(
    readonly code: 'stalled' | 'disk_full' | 'writer_failed',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const MESSAGES = {
  stalled: 'the reader took nothing for too long',
  disk_full: 'the disk is full',
  error: 'the file could not be written',
} as const;

/** A process that writes one file, and ends with it. */
export class WriterProcess {
  /** Resolves when the pipe for rows is there. */
  readonly ready: Promise<void>;
  /** Bytes of the whole file, once it is written; rejects with ExportFailed. */
  readonly done: Promise<number>;
  /** Why the writer gave up, if it did so by itself. */
  failure: ExportFailed | undefined;
  readonly #child: ChildProcess;

  /** @param tables for a writer of tables: JSON of them */
  constructor(start: WriterStart, tables?: Uint8Array) {
    if (!existsSync(WRITER_FILE)) throw new Error('the writer of exports is not built; run "npm run build"');
    this.#child = fork(WRITER_FILE, {
      execArgv: [`--max-old-space-size=${HEAP_MB}`, '--max-semi-space-size=1'],
      serialization: 'advanced',
      // It needs nothing of the environment, in which there are secrets, but where programs and temporary files are.
      env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'] },
      stdio: [tables === undefined ? 'ignore' : 'pipe', 'ignore', 'pipe', 'ipc', 'pipe'],
    });
    giveWay(this.#child, NICENESS);
    const [ready, done] = listen(this.#child, (failure) => (this.failure = failure));
    this.ready = ready;
    this.done = done;
    // Both are awaited where it matters; a writer that is stopped fails for nobody.
    for (const promise of [ready, done]) promise.catch(() => undefined);
    this.#child.send(start);
    if (tables !== undefined) {
      this.#child.stdin?.on('error', () => undefined);
      this.#child.stdin?.end(Buffer.from(tables.buffer, tables.byteOffset, tables.byteLength));
    }
  }

  /** The file, where it is a stream. */
  get stream(): Readable {
    return this.#child.stdio[STREAM_FD] as Readable;
  }

  /** To be called when all rows have been written into the pipe, before it is closed. */
  rowsWritten(): void {
    if (this.#child.connected) this.#child.send({ type: 'rows_written' } satisfies RowsWritten);
  }

  stop(): void {
    this.#child.kill('SIGKILL');
  }
}

/** Of what a writer wrote before it died, the end. */
const MAX_LAST_WORDS = 2_000;

function listen(
  child: ChildProcess,
  onFailure: (failure: ExportFailed) => void,
): [ready: Promise<void>, done: Promise<number>] {
  let lastWords = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-MAX_LAST_WORDS);
  });
  let onReady: () => void = () => undefined;
  let onFailed: (error: Error) => void = () => undefined;
  const ready = new Promise<void>((resolve, reject) => {
    onReady = resolve;
    onFailed = reject;
  });
  const done = new Promise<number>((resolve, reject) => {
    const fail = (error: Error): void => {
      onFailed(error);
      reject(error);
    };
    child.on('message', (message: WriterMessage) => {
      if (message.type === 'ready') onReady();
      else if (message.type === 'done') resolve(message.bytes);
      else {
        const code = message.reason === 'error' ? 'writer_failed' : message.reason;
        const failure = new ExportFailed(code, MESSAGES[message.reason], { cause: new Error(message.message) });
        onFailure(failure);
        fail(failure);
      }
    });
    child.once('error', fail);
    child.once('exit', (code, signal) =>
      fail(new ExportFailed('writer_failed', MESSAGES.error, { cause: new Error(`${code ?? signal}: ${lastWords}`) })),
    );
  });
  return [ready, done];
}
