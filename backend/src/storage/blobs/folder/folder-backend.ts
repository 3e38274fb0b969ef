import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, rmdir, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Mutex } from '../../../lib/scheduling/mutex.js';
import type { Millis } from '../../../lib/time/units.js';
import { freeBytes } from '../../kv/free-space.js';
import { syncFolder } from '../../integrity/durable-file.js';
import type { BlobBackend, ObjectPage, StoredObject } from '../blob-backend.js';
import { BlobError, withFileSystem } from '../blob-error.js';
import { listFolder } from './list-folder.js';

/** Where files are written before they are renamed into their place; no key begins like this. */
const PARTIAL = '.partial';

/** Free space is looked at again after so many bytes of one file. */
const SPACE_CHECK_BYTES = 32 << 20;

const READ_BYTES = 256 << 10;

/** A folder that a file is renamed into may be removed by a delete at the same time, and is made anew then. */
const MAX_ATTEMPTS = 20;

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
const isAbsent = (error: unknown): boolean => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';

export interface FolderSettings {
  readonly folder: string;
  /** With less free space nothing is stored; bytes. */
  readonly minFreeBytes: () => Promise<number>;
}

/** Makes a folder, and what it lies in, durably. */
async function ensureFolder(folder: string, attempts = MAX_ATTEMPTS): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    // Some file systems, such as /proc, say this of a folder whose parent is there.
    if (codeOf(error) !== 'ENOENT' || attempts <= 1) throw error;
    await ensureFolder(dirname(folder));
    return ensureFolder(folder, attempts - 1);
  }
  await syncFolder(dirname(folder));
}

async function writeWhole(handle: FileHandle, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length;) at += (await handle.write(chunk, at)).bytesWritten;
}

/** Seconds as a floating number are a little less than what they stand for: half a millisecond more keeps the millisecond. */
function setTime(handle: FileHandle, at: Millis): Promise<void> {
  const seconds = (at + 0.5) / 1_000;
  return handle.utimes(seconds, seconds);
}

async function* readFile(handle: FileHandle, from: number, to: number): AsyncGenerator<Buffer> {
  for (let at = from; at < to;) {
    const length = Math.min(READ_BYTES, to - at);
    const { buffer, bytesRead } = await withFileSystem(() => handle.read(Buffer.allocUnsafe(length), 0, length, at));
    if (bytesRead === 0) throw new BlobError('blob_damaged', 'the file of the blob is shorter than it was');
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/**
 * Blobs as files of a folder that one process has for itself. A file is written aside, synced and renamed into its place, so
 * that it is there as a whole or not at all.
 */
export class FolderBackend implements BlobBackend {
  readonly #folder: string;
  readonly #minFreeBytes: () => Promise<number>;
  readonly #writing = new Set<string>();
  readonly #making = new Mutex();

  constructor({ folder, minFreeBytes }: FolderSettings) {
    this.#folder = folder;
    this.#minFreeBytes = minFreeBytes;
  }

  async write(key: string, body: AsyncIterable<Buffer>, signal: AbortSignal, storedAt?: Millis): Promise<void> {
    const name = randomUUID();
    const partial = join(this.#folder, PARTIAL, name);
    const handle = await withFileSystem(async () => {
      await this.#ensureFolder(dirname(partial));
      await this.#requireSpace();
      return open(partial, 'wx', 0o600);
    });
    this.#writing.add(name);
    try {
      try {
        await this.#fill(handle, body, signal);
        await withFileSystem(async () => {
          if (storedAt !== undefined) await setTime(handle, storedAt);
          await handle.sync();
        });
      } finally {
        await withFileSystem(() => handle.close());
      }
      await withFileSystem(() => this.#place(partial, this.#pathOf(key)));
    } catch (error) {
      await withFileSystem(() => rm(partial, { force: true }));
      throw error;
    } finally {
      this.#writing.delete(name);
    }
  }

  async open(key: string, headBytes: number): Promise<StoredObject | undefined> {
    const handle = await this.#openFile(key);
    if (handle === undefined) return undefined;
    try {
      return await withFileSystem(async () => {
        const { size, mtimeMs } = await handle.stat();
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
        return {
          size,
          storedAt: Math.trunc(mtimeMs),
          head: buffer.subarray(0, bytesRead),
          read: (from, to) => readFile(handle, from, to),
          close: () => handle.close(),
        };
      });
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    const path = this.#pathOf(key);
    await withFileSystem(async () => {
      try {
        await rm(path);
      } catch (error) {
        if (isAbsent(error)) return;
        throw error;
      }
      await this.#removeEmpty(dirname(path));
    });
  }

  list(prefix: string, after: string | undefined, limit: number): Promise<ObjectPage> {
    return withFileSystem(() => listFolder(this.#folder, { prefix, after, limit }));
  }

  async check(): Promise<{ readonly knowsRoom: boolean }> {
    await withFileSystem(async () => {
      await this.#ensureFolder(this.#folder);
      await access(this.#folder, constants.R_OK | constants.W_OK | constants.X_OK);
      await this.#requireSpace();
    });
    return { knowsRoom: true };
  }

  async sweep(): Promise<number> {
    const folder = join(this.#folder, PARTIAL);
    return withFileSystem(async () => {
      const left = (await namesIn(folder)).filter((name) => !this.#writing.has(name));
      for (const name of left) await rm(join(folder, name), { recursive: true, force: true });
      return left.length;
    });
  }

  close(): void {
    // Nothing is held open but what is being read or written.
  }

  /** One at a time: whoever finds a folder that another put has made finds it durable. */
  #ensureFolder(folder: string): Promise<void> {
    return this.#making.run(() => ensureFolder(folder));
  }

  #pathOf(key: string): string {
    return join(this.#folder, ...key.split('/'));
  }

  async #openFile(key: string): Promise<FileHandle | undefined> {
    return withFileSystem(async () => {
      try {
        return await open(this.#pathOf(key), 'r');
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    });
  }

  async #fill(handle: FileHandle, body: AsyncIterable<Buffer>, signal: AbortSignal): Promise<void> {
    let unchecked = 0;
    for await (const chunk of body) {
      signal.throwIfAborted();
      await withFileSystem(() => writeWhole(handle, chunk));
      unchecked += chunk.length;
      if (unchecked < SPACE_CHECK_BYTES) continue;
      unchecked = 0;
      await this.#requireSpace();
    }
  }

  async #place(partial: string, path: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      await this.#ensureFolder(dirname(path));
      try {
        await rename(partial, path);
        await syncFolder(dirname(path));
        return;
      } catch (error) {
        if (codeOf(error) !== 'ENOENT' || attempt === MAX_ATTEMPTS) throw error;
      }
    }
  }

  /** Makes it durable that something in a folder was deleted, and removes the folder, and what it lies in, once empty. */
  async #removeEmpty(folder: string): Promise<void> {
    try {
      await syncFolder(folder);
      if (folder === this.#folder) return;
      await rmdir(folder);
    } catch (error) {
      // Another blob lies in it, or another delete was faster.
      if (codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST' || isAbsent(error)) return;
      throw error;
    }
    await this.#removeEmpty(dirname(folder));
  }

  async #requireSpace(): Promise<void> {
    const [free, required] = await Promise.all([freeBytes(this.#folder), this.#minFreeBytes()]);
    if (free < required)
      throw new BlobError(
        'storage_full',
        `the disk of the blob folder has ${free} bytes free; ${required} are required`,
      );
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}
