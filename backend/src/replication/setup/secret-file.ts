import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { SetupError } from './setup-error.js';

const reasonOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'error';

/** A file with one secret in it, which its owner alone can read. */
export class SecretFile {
  readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
  }

  /** @returns undefined when there is no file, or an empty one @throws SetupError when it cannot be read */
  async read(): Promise<string | undefined> {
    try {
      return (await readFile(this.path, 'utf8')).trim() || undefined;
    } catch (error) {
      if (reasonOf(error) === 'ENOENT') return undefined;
      throw new SetupError(`${this.path} cannot be read (${reasonOf(error)})`);
    }
  }

  /** Finds out before a secret is made that nobody could ever read again. @throws SetupError */
  async assertWritable(): Promise<void> {
    const folder = dirname(this.path);
    try {
      await access(folder, constants.W_OK | constants.X_OK);
    } catch (error) {
      throw new SetupError(
        `${this.path} cannot be written: its folder must exist and be writable (${reasonOf(error)})`,
      );
    }
  }

  /** In one step, and synced: a reader sees the old secret or the new one, after a power loss too. @throws SetupError */
  async write(secret: string): Promise<void> {
    const beside = `${this.path}.${randomBytes(6).toString('hex')}`;
    try {
      const file = await open(beside, 'wx', 0o600);
      try {
        await file.writeFile(`${secret}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, this.path);
    } catch (error) {
      await rm(beside, { force: true });
      throw new SetupError(`${this.path} cannot be written (${reasonOf(error)})`);
    }
  }
}
