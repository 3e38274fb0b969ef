import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { giveWay } from '../../../lib/background/give-way.js';
import { childPort } from '../../../lib/rpc/child-port.js';
import { Rpc, type Handlers } from '../../../lib/rpc/rpc.js';
import { FairQueue } from '../../../lib/scheduling/fair-queue.js';
import type { AudioAnalysis } from '../audio-analysis.js';
import { FileFeed } from './file-feed.js';
import { ERROR_CODEC, type ServiceMethods } from './messages.js';
import { TimeBudget, type TimeLimits } from './time-budget.js';

/** The built file, also where the service itself runs from its sources, as in the tests. */
const WORKER_FILE = fileURLToPath(new URL('../../../../dist/recordings/audio/worker/worker.js', import.meta.url));

/** One file at a time: there are other things to do for the machine. */
const MAX_WAITING = 100;

/** A process that has analysed so many files is replaced, so that what a decoder keeps does not grow. */
const FILES_A_WORKER = 50;

/** Without work it leaves. */
const IDLE_MS = 60_000;

/** Heap of the process; a file beyond it ends the process alone. */
const MEMORY_MB = 128;

/** Of the longest recording that is analysed, an hour of sound takes some seconds; half an hour is for a busy machine. */
const TIME_LIMITS: TimeLimits = { baseMs: 30_000, perMbMs: 30_000, maxMs: 30 * 60_000 };

/** The next piece of a file comes within this time, or never. */
const STALL_MS = 60_000;

/** How often a file may end the process. */
const MAX_DEATHS = 2;

const DEADLY: AudioAnalysis = { status: 'unsupported', reason: 'the file ends the program that decodes it' };
const TOO_SLOW: AudioAnalysis = { status: 'unsupported', reason: 'decoding the file takes too long' };

/** The process that analyses has died, for whatever reason. */
class WorkerDied extends Error {
  override readonly name = 'WorkerDied';
}

/** The analyser was closed before the file was analysed. */
export class AnalyserClosed extends Error {
  override readonly name = 'AnalyserClosed';
  constructor() {
    super('the service is stopping');
  }
}

interface Dependencies {
  readonly log: Logger;
  readonly timeLimits?: TimeLimits;
  readonly stallMs?: number;
}

interface Running {
  readonly process: ChildProcess;
  readonly rpc: Rpc;
  /** Resolves when the process is no more, or never came to be. */
  readonly exited: Promise<void>;
  files: number;
}

/** The file that is worked on. */
interface Job {
  readonly feed: FileFeed;
  readonly budget: TimeBudget;
  isLate: boolean;
}

/**
 * Analyses recordings in a process of its own, one after the other; the process starts when a file comes. A file that ends
 * it is tried a second time, as the reason may have been another one.
 */
export class AudioAnalyser {
  readonly #log: Logger;
  readonly #timeLimits: TimeLimits;
  readonly #stallMs: number;
  readonly #queue = new FairQueue({ total: 1, perOwner: 1, maxWaiting: MAX_WAITING });
  #running: Running | undefined;
  #job: Job | undefined;
  #idle: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor({ log, timeLimits = TIME_LIMITS, stallMs = STALL_MS }: Dependencies) {
    if (!existsSync(WORKER_FILE)) throw new Error('the worker for recordings is not built; run "npm run build"');
    this.#log = log;
    this.#timeLimits = timeLimits;
    this.#stallMs = stallMs;
  }

  /**
   * Analyses a file when it is its turn.
   * @param open opens the file from its begin, within a time of its own; called a second time after the process has died. It is read as fast as it is
   *   worked off, in pieces of 256 KiB, and let go of at the latest when the promise is settled
   * @returns `unsupported` for a file that is no audio, cannot be decoded, takes too long or ends the process twice
   * @throws QueueFull; AnalyserClosed; FileStalled if nothing comes of the file for a minute; what opening and reading the file throws; the reason of `signal`
   */
  analyse(open: () => Promise<AsyncIterable<Uint8Array>>, signal: AbortSignal): Promise<AudioAnalysis> {
    return this.#queue.run('', () => this.#analyse(open, signal), signal);
  }

  /** What waits or is worked on fails with AnalyserClosed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    await this.#end(this.#running);
  }

  async #analyse(open: () => Promise<AsyncIterable<Uint8Array>>, signal: AbortSignal): Promise<AudioAnalysis> {
    for (let deaths = 0; deaths < MAX_DEATHS; deaths += 1) {
      const result = await this.#attempt(await open(), signal);
      if (result !== undefined) return result;
    }
    return DEADLY;
  }

  /** @returns undefined if the process has died */
  async #attempt(source: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<AudioAnalysis | undefined> {
    const feed = new FileFeed(source, this.#stallMs);
    clearTimeout(this.#idle);
    const stop = (): void => void this.#end(this.#running);
    try {
      signal.throwIfAborted();
      if (this.#isClosed) throw new AnalyserClosed();
      signal.addEventListener('abort', stop, { once: true });
      return await this.#work(feed, signal);
    } finally {
      signal.removeEventListener('abort', stop);
      await feed.close();
      this.#idle = setTimeout(() => void this.#end(this.#running), IDLE_MS);
      this.#idle.unref();
    }
  }

  async #work(feed: FileFeed, signal: AbortSignal): Promise<AudioAnalysis | undefined> {
    const running = (this.#running ??= this.#start());
    const budget = new TimeBudget(this.#timeLimits, () => {
      job.isLate = true;
      void this.#end(running);
    });
    const job: Job = { feed, budget, isLate: false };
    this.#job = job;
    try {
      budget.run(0);
      return (await running.rpc.call('analyse', null)) as AudioAnalysis;
    } catch (error) {
      // Where it was ended, that is done when the caller hears of it: there never are two of them.
      if (error instanceof WorkerDied) await running.exited;
      signal.throwIfAborted();
      if (this.#isClosed) throw new AnalyserClosed();
      feed.throwIfFailed();
      if (job.isLate) return TOO_SLOW;
      if (error instanceof WorkerDied) return undefined;
      throw error;
    } finally {
      budget.pause();
      this.#job = undefined;
      running.files += 1;
      if (running.files >= FILES_A_WORKER) await this.#end(running);
    }
  }

  /** The process has worked off what it got. */
  async #read(): Promise<ServiceMethods['read']['reply']> {
    const job = this.#job;
    if (job === undefined) return null;
    job.budget.pause();
    const piece = await job.feed.next();
    // Meanwhile, the process may have been ended, and the next file begun.
    if (this.#job === job) job.budget.run(job.feed.bytes);
    return piece;
  }

  #start(): Running {
    const child = fork(WORKER_FILE, {
      execArgv: [`--max-old-space-size=${MEMORY_MB}`, '--max-semi-space-size=4'],
      serialization: 'advanced',
      // It needs nothing of the environment, in which there are secrets, but where ffmpeg is.
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    giveWay(child, constants.priority.PRIORITY_LOW);
    const handlers: Handlers = { read: () => this.#read() };
    let leave: () => void = () => undefined;
    const exited = new Promise<void>((resolve) => (leave = resolve));
    const running: Running = {
      process: child,
      rpc: new Rpc(childPort(child), handlers, ERROR_CODEC),
      exited,
      files: 0,
    };
    const onGone = (facts: object): void => {
      running.rpc.close(new WorkerDied('the process that analyses recordings has died'));
      leave();
      if (this.#running !== running) return;
      this.#running = undefined;
      this.#log.error(facts, 'worker for recordings exited');
    };
    // A process that could not be started has no exit.
    child.on('error', (error) => {
      if (child.pid === undefined) onGone({ err: error });
    });
    child.stderr
      ?.setEncoding('utf8')
      .on('data', (text: string) => this.#log.warn({ text: text.slice(0, 2_000) }, 'worker for recordings'));
    child.once('exit', (code, signal) => onGone({ code: code ?? signal }));
    return running;
  }

  /** Ends a process; the next file starts another one. */
  async #end(running: Running | undefined): Promise<void> {
    if (running === undefined) return;
    if (this.#running === running) this.#running = undefined;
    running.rpc.close(new WorkerDied('the process that analyses recordings was ended'));
    running.process.kill('SIGKILL');
    await running.exited;
  }
}
