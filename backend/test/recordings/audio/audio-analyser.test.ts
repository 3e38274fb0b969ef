import { pino } from 'pino';
import { AnalyserClosed, AudioAnalyser } from '../../../src/recordings/audio/worker/audio-analyser.js';
import { FileStalled } from '../../../src/recordings/audio/worker/file-feed.js';
import type { AudioAnalysis } from '../../../src/recordings/audio/audio-analysis.js';
import { QueueFull } from '../../../src/lib/scheduling/fair-queue.js';
import { speech } from './signals.js';
import { converted } from './with-ffmpeg.js';
import { chunk, formatChunk, formatOf, riff, streamed, waveFile } from './wave-file.js';
import { childOf, isRunning, peakMemory, workerPid } from './worker-process.js';

const log = pino({ level: 'silent' });
const never = new AbortController().signal;

const STEREO = waveFile([speech([[0.5, 4]], 15, 16_000), speech([[4.5, 7.5]], 15, 16_000, 5)], 16_000);

let analyser: AudioAnalyser;
beforeEach(() => {
  analyser = new AudioAnalyser({ log });
});
afterEach(() => analyser.close());

const analyse = (file: Uint8Array): Promise<AudioAnalysis> =>
  analyser.analyse(() => Promise.resolve(streamed(file, 50_000)), never);

describe('a process that dies', () => {
  /** The file, of which reading the second piece ends the process as often as is said. */
  function deadly(times: number): { open: () => Promise<AsyncIterable<Uint8Array>>; opened: () => number } {
    let opened = 0;
    return {
      opened: () => opened,
      open: () => {
        opened += 1;
        const kills = opened <= times;
        return Promise.resolve(
          (async function* () {
            let count = 0;
            for await (const piece of streamed(STEREO, 50_000)) {
              count += 1;
              if (kills && count === 2) process.kill(workerPid()!, 'SIGKILL');
              yield piece;
            }
          })(),
        );
      },
    };
  }

  test('once is started again, and the file with it', async () => {
    const file = deadly(1);
    expect(await analyser.analyse(file.open, never)).toMatchObject({ status: 'analysed', durationS: 15 });
    expect(file.opened()).toBe(2);
  });

  test('twice leaves the file without a waveform, and the next one has one', async () => {
    const file = deadly(2);
    expect(await analyser.analyse(file.open, never)).toEqual({
      status: 'unsupported',
      reason: 'the file ends the program that decodes it',
    });
    expect(file.opened()).toBe(2);
    expect(await analyse(STEREO)).toMatchObject({ status: 'analysed', durationS: 15 });
  });
});

test('a file that takes too long is given up, and its process ended', async () => {
  const hurried = new AudioAnalyser({ log, timeLimits: { baseMs: 0, perMbMs: 0, maxMs: 0 } });
  try {
    const result = await hurried.analyse(() => Promise.resolve(streamed(STEREO)), never);
    expect(result).toEqual({ status: 'unsupported', reason: 'decoding the file takes too long' });
    expect(workerPid()).toBeUndefined();
  } finally {
    await hurried.close();
  }
});

test('what opening and reading the file throws is thrown, and the next file is analysed', async () => {
  const gone = new Error('the object is gone');
  await expect(analyser.analyse(() => Promise.reject(gone), never)).rejects.toBe(gone);
  const broken = (async function* () {
    yield* streamed(STEREO.subarray(0, 100_000));
    await Promise.reject(gone);
  })();
  await expect(analyser.analyse(() => Promise.resolve(broken), never)).rejects.toBe(gone);
  expect(await analyse(STEREO)).toMatchObject({ status: 'analysed', durationS: 15 });
});

/** A file without an end, and whether it was let go of. */
function endless(): { source: AsyncGenerator<Uint8Array>; pulled: () => number; isReleased: () => boolean } {
  let pulled = 0;
  let isReleased = false;
  const head = riff([formatChunk(formatOf('s16', 2, 8_000)), chunk('data', new Uint8Array(0), 0xffffffff)]);
  const piece = new Uint8Array(65_536);
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      yield head;
      for (;;) {
        pulled += 1;
        // Like a file: what comes next is there at some later turn.
        await new Promise(setImmediate);
        yield piece;
      }
    } finally {
      isReleased = true;
    }
  }
  return { source: source(), pulled: () => pulled, isReleased: () => isReleased };
}

/** Lets everything happen that can happen without waiting for anybody else. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
}

test('an abort ends the work, lets go of the file, and throws its reason', async () => {
  const { source, pulled, isReleased } = endless();
  const controller = new AbortController();
  const result = analyser.analyse(() => Promise.resolve(source), controller.signal);
  while (pulled() < 3) await turns(1);
  controller.abort(new Error('nobody wants it any more'));
  await expect(result).rejects.toThrow('nobody wants it any more');
  expect(isReleased()).toBe(true);
  expect(await analyse(STEREO)).toMatchObject({ status: 'analysed', durationS: 15 });
});

/** A file of which nothing comes after its header. */
async function* stalled(): AsyncGenerator<Uint8Array> {
  yield STEREO.subarray(0, 200);
  await new Promise(() => undefined);
}

test('a file of which nothing more comes holds up nobody: it is given up, or aborted', async () => {
  const impatient = new AudioAnalyser({ log, stallMs: 20 });
  const given = impatient.analyse(() => Promise.resolve(stalled()), never);
  const next = impatient.analyse(() => Promise.resolve(streamed(STEREO)), new AbortController().signal);
  await expect(given).rejects.toThrow(FileStalled);
  await expect(next).resolves.toMatchObject({ status: 'analysed' });
  await impatient.close();
  const controller = new AbortController();
  const aborted = analyser.analyse(() => Promise.resolve(stalled()), controller.signal);
  while (workerPid() === undefined) await turns(1);
  controller.abort(new Error('enough'));
  await expect(aborted).rejects.toThrow('enough');
});

test('an abort while ffmpeg decodes leaves no ffmpeg behind', async () => {
  const piece = converted(STEREO, 'a.aac', []);
  const controller = new AbortController();
  let ffmpeg: number | undefined;
  const file = (async function* () {
    for (;;) {
      yield piece;
      ffmpeg ??= childOf(workerPid()!);
      if (ffmpeg !== undefined) controller.abort(new Error('enough'));
      await turns(1);
    }
  })();
  const result = analyser.analyse(() => Promise.resolve(file), controller.signal);
  await expect(result).rejects.toThrow('enough');
  // It ends when its pipes do; on a machine whose first process reaps nobody, it stays as a name.
  while (isRunning(ffmpeg!)) await turns(1);
});

test('files wait for each other up to a bound, and closing ends all of them', async () => {
  const first = endless();
  const running = analyser.analyse(() => Promise.resolve(first.source), never);
  const waiting = Array.from({ length: 100 }, () =>
    analyser.analyse(() => Promise.resolve(streamed(STEREO)), new AbortController().signal),
  );
  await expect(analyse(STEREO)).rejects.toThrow(QueueFull);
  const all = Promise.allSettled([running, ...waiting]);
  while (first.pulled() < 2) await turns(1);
  await analyser.close();
  for (const { status, reason } of (await all) as PromiseRejectedResult[]) {
    expect(status).toBe('rejected');
    expect(reason).toBeInstanceOf(AnalyserClosed);
  }
  expect(first.isReleased()).toBe(true);
  expect(workerPid()).toBeUndefined();
});

test('while the process stands still, no more of the file is read than one piece', async () => {
  const { source, pulled } = endless();
  const controller = new AbortController();
  const result = analyser.analyse(() => Promise.resolve(source), controller.signal);
  while (pulled() < 5) await turns(1);
  const pid = workerPid()!;
  process.kill(pid, 'SIGSTOP');
  await turns(50);
  const before = pulled();
  await turns(5_000);
  expect(pulled()).toBeLessThanOrEqual(before + 1);
  process.kill(pid, 'SIGCONT');
  while (pulled() < before + 20) await turns(1);
  controller.abort(new Error('enough'));
  await expect(result).rejects.toThrow('enough');
});

test('2 GB go through bounded memory, here and there', async () => {
  const rate = 192_000;
  const samples = Float32Array.from({ length: 2 * 131_072 }, (_, index) => 0.3 * Math.sin(index * index));
  const piece = new Uint8Array(samples.buffer);
  const pieces = Math.ceil(2_000_000_000 / piece.length);
  const head = riff([formatChunk(formatOf('f32', 2, rate)), chunk('data', new Uint8Array(0), 0xffffffff)]);
  const before = peakMemory('self');
  let worker = 0;
  // eslint-disable-next-line @typescript-eslint/require-await -- a stream that has all it gives
  async function* file(): AsyncGenerator<Uint8Array> {
    yield head;
    for (let count = 0; count < pieces; count += 1) yield piece;
    worker = peakMemory(workerPid()!);
  }
  const result = await analyser.analyse(() => Promise.resolve(file()), never);
  expect(result).toMatchObject({ status: 'analysed', format: 'wav', sampleRate: rate });
  if (result.status !== 'analysed') throw new Error(result.reason);
  expect(result.peaks.samples).toBe((pieces * piece.length) / 8);
  // A process of Node alone has 50 MB.
  expect(worker).toBeLessThan(200_000_000);
  expect(worker).toBeGreaterThan(30_000_000);
  expect(peakMemory('self') - before).toBeLessThan(200_000_000);
}, 240_000);
