import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes it durable that files of a folder were made, renamed or deleted. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes a file that its owner alone can read, as a whole or not at all: beside its place, synced, then renamed. */
export async function writeDurably(file: string, text: string): Promise<void> {
  const beside = `${file}.new`;
  const handle = await open(beside, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
  await syncFolder(dirname(file));
}
