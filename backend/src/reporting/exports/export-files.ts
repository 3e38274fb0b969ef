import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportFormat } from '@callsight/contract/exports';
import { syncFolder } from '../../storage/integrity/durable-file.js';

/** Files of jobs in a folder: under another name until they are whole. */
export class ExportFiles {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Where the file of a job is written. */
  partial(id: string): string {
    return join(this.folder, `${id}.partial`);
  }

  /** Gives a file that is whole its name, durably. */
  async keep(id: string, format: ExportFormat): Promise<void> {
    await rename(this.partial(id), this.#path(id, format));
    await syncFolder(this.folder);
  }

  read(id: string, format: ExportFormat): ReadStream {
    return createReadStream(this.#path(id, format));
  }

  async remove(id: string, format: ExportFormat): Promise<void> {
    await rm(this.partial(id), { force: true });
    await rm(this.#path(id, format), { force: true });
  }

  /** Makes the folder, and removes what is in it but for the files of these jobs. */
  async clean(kept: readonly { readonly id: string; readonly format: ExportFormat }[]): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const names = new Set(kept.map(({ id, format }) => `${id}.${format}`));
    for (const name of await readdir(this.folder))
      if (!names.has(name)) await rm(join(this.folder, name), { recursive: true, force: true });
  }

  #path(id: string, format: ExportFormat): string {
    return join(this.folder, `${id}.${format}`);
  }
}
