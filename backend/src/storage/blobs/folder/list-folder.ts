import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListedObject, ObjectPage } from '../blob-backend.js';
import { isPartOfKey } from '../blob-key.js';

interface Entry {
  /** That of a folder ends with a slash, so that entries sort as the keys below them do. */
  readonly name: string;
  readonly isFolder: boolean;
}

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Entries that keys can have, in order. A folder that was removed meanwhile has none. */
async function entriesOf(folder: string): Promise<Entry[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .map((entry) => ({ entry, isFolder: entry.isDirectory() }))
      .filter(({ entry, isFolder }) => (isFolder || entry.isFile()) && isPartOfKey(entry.name, isFolder))
      .map(({ entry, isFolder }) => ({ name: isFolder ? `${entry.name}/` : entry.name, isFolder }))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

/** Keys below a folder, in order, that come behind one. Folders that hold none of them are not read. */
async function* keysBelow(root: string, base: string, after: string): AsyncGenerator<string> {
  for (const { name, isFolder } of await entriesOf(join(root, base))) {
    const path = base + name;
    if (isFolder) {
      if (path > after || after.startsWith(path)) yield* keysBelow(root, path, after);
    } else if (path > after) {
      yield path;
    }
  }
}

async function objectAt(root: string, key: string): Promise<ListedObject | undefined> {
  try {
    const { size, mtimeMs } = await stat(join(root, key));
    return { key, storedBytes: size, storedAt: Math.trunc(mtimeMs) };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** One page of the files below a folder whose paths are keys. Reads whole folders, whose names it holds meanwhile. */
export async function listFolder(
  root: string,
  {
    prefix,
    after = '',
    limit,
  }: { readonly prefix: string; readonly after: string | undefined; readonly limit: number },
): Promise<ObjectPage> {
  const objects: ListedObject[] = [];
  for await (const key of keysBelow(root, prefix, after)) {
    if (objects.length === limit) return { objects, next: objects.at(-1)?.key };
    const object = await objectAt(root, key);
    if (object !== undefined) objects.push(object);
  }
  return { objects, next: undefined };
}
