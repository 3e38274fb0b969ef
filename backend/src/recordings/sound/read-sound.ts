import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { MINUTE_MS } from '../../lib/time/durations.js';
import { QueueFull } from '../../lib/scheduling/fair-queue.js';
import type { Clock } from '../../lib/time/units.js';
import type { BlobStore } from '../../storage/blobs/blob-store.js';
import type { AudioAnalysis } from '../audio/audio-analysis.js';
import { encodePeaks } from '../audio/peaks/peaks.js';
import { isDueNow, type RecordStore } from '../records/record-store.js';
import type { Recordings } from '../records/recordings.js';
import { filesOf, stemOf, type RecordingId, type Sound, type StoredRecording } from '../records/stored-recording.js';

/** What is tried again after a fault of ours. */
const RETRY_MS = 5 * MINUTE_MS;

/** Peaks of 16 channels at most. */
const PEAKS = { contentType: 'application/octet-stream', maxBytes: 2 << 20 } as const;

/** A fetched file whose length differs from what the provider announced by more is not the whole recording. */
const TOLERANCE = { share: 0.1, seconds: 2 } as const;

interface Dependencies {
  readonly records: RecordStore;
  readonly recordings: Recordings;
  readonly blobs: BlobStore;
  readonly analyse: (open: () => Promise<AsyncIterable<Uint8Array>>, signal: AbortSignal) => Promise<AudioAnalysis>;
  /** Tells the call what was heard. */
  readonly onHeard: (recording: StoredRecording, analysis: AudioAnalysis) => Promise<void>;
  /** Epoch milliseconds. */
  readonly clock: Clock;
  readonly log: Logger;
}

/** What is said of a fetched recording that is shorter than announced. */
function shortfall({ announcement, source }: StoredRecording, durationS: number): string | undefined {
  const announced = announcement?.durationS;
  if (announced === undefined || source === 'upload') return undefined;
  const missing = announced - durationS;
  return missing > TOLERANCE.seconds && missing > announced * TOLERANCE.share
    ? `${Math.round(durationS)} s long, where the provider announced ${Math.round(announced)} s`
    : undefined;
}

/** Has the sound of recordings read that came in: one after the other, in another process. */
export class SoundReader {
  readonly #dependencies: Dependencies;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Begins what is due, unless it goes on already. */
  tick(): void {
    if (!this.#stop.signal.aborted)
      this.#running ??= this.#readAll().finally(() => {
        this.#running = undefined;
      });
  }

  /** Resolves when nothing is due. */
  async idle(): Promise<void> {
    this.tick();
    while (this.#running !== undefined) await this.#running;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #readAll(): Promise<void> {
    const { records, clock, log } = this.#dependencies;
    try {
      for (;;) {
        const due = await records.due('sound', clock());
        const isProgress = await this.#readThese(due);
        if (!isProgress) return;
      }
    } catch (error) {
      if (!this.#stop.signal.aborted) log.warn({ err: error }, 'the sound of recordings cannot be read at present');
    }
  }

  /** @returns whether there may be more that is due */
  async #readThese(due: readonly RecordingId[]): Promise<boolean> {
    let isProgress = false;
    for (const id of due) {
      if (this.#stop.signal.aborted) return false;
      isProgress = (await this.#read(id)) || isProgress;
    }
    return isProgress;
  }

  /** @returns whether anything was changed */
  async #read(id: RecordingId): Promise<boolean> {
    const { records, recordings, clock, log } = this.#dependencies;
    const recording = await records.get(id);
    if (!isDueNow(recording, 'sound', clock())) return false;
    try {
      const analysis = await this.#analysis(recording);
      const sound = await this.#keep(recording, analysis);
      // The call is told before it counts as read: a crash in between tells it once more, which changes nothing.
      await this.#dependencies.onHeard(recording, analysis);
      const problem = sound.status === 'ready' ? shortfall(recording, sound.durationS) : undefined;
      const isKept = await recordings.change(recording, { sound, ...(problem !== undefined && { problem }) });
      // It was deleted while it was read.
      if (!isKept && sound.status === 'ready') await this.#dependencies.blobs.delete(sound.peaks);
      return true;
    } catch (error) {
      if (this.#stop.signal.aborted) return false;
      if (!(error instanceof QueueFull)) log.warn({ err: error }, 'the sound of a recording could not be read');
      return recordings.change(recording, { nextAt: clock() + RETRY_MS });
    }
  }

  async #analysis(recording: StoredRecording): Promise<AudioAnalysis> {
    const opened: Readable[] = [];
    try {
      return await this.#dependencies.analyse(async () => {
        const reading = await this.#dependencies.recordings.read(recording);
        if (reading === undefined) throw new Error('the file of a recording is gone');
        opened.push(reading.body);
        return reading.body as AsyncIterable<Uint8Array>;
      }, this.#stop.signal);
    } finally {
      // A stream of which nothing was read is not closed by whoever stops reading it.
      for (const body of opened) body.destroy();
    }
  }

  async #keep({ file }: StoredRecording, analysis: AudioAnalysis): Promise<Sound> {
    if (analysis.status === 'unsupported' || file === undefined)
      return {
        status: 'unavailable',
        reason: analysis.status === 'unsupported' ? analysis.reason : 'there is no file',
      };
    const { durationS, silenceS, overlapS, channels } = analysis;
    const { peaks } = filesOf(stemOf(file.key), '');
    await this.#dependencies.blobs.put(peaks, encodePeaks(analysis.peaks), PEAKS);
    return {
      status: 'ready',
      durationS,
      silenceS,
      overlapS,
      channels: channels.map(({ loudnessLufs, talkS }) => ({ loudnessLufs, talkS })),
      peaks,
    };
  }
}
