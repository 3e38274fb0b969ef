import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { CommandFailed, misused } from './command-io.js';
import type { DefinitionKindName, WrittenDefinition } from './definition-kinds.js';

/** A larger definition is refused by the service, too. */
const MAX_FILE_BYTES = 1 << 20;

/** More than a tenant can define of all kinds together. */
const MAX_FILES = 5_000;

/** Formats of the files; the first ending is that of new ones. */
export const FILE_FORMATS = { yaml: ['.yaml', '.yml'], json: ['.json'] } as const;
export type FileFormat = keyof typeof FILE_FORMATS;

const ENDINGS = [...FILE_FORMATS.yaml, ...FILE_FORMATS.json];

/** The ending by which a name is that of a definition; undefined for other files. */
export const endingOf = (name: string): string | undefined => ENDINGS.find((ending) => name.endsWith(ending));

/** Ids that are file names of their own: no path, nothing hidden. */
const SAFE_ID = /^[a-z0-9][a-z0-9_-]*(\.[a-z0-9_-]+)*$/;

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'error';

function parsed(text: string, name: string): unknown {
  if (name.endsWith('.json')) return JSON.parse(text) as unknown;
  // Aliases are not needed, and a few lines of them can stand for gigabytes.
  return parse(text, { maxAliasCount: 0 }) as unknown;
}

/** The text of a file, which is no link and not too large. @throws CommandFailed */
async function textOf(path: string, name: string): Promise<string> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch((error: unknown) => {
    const reason = codeOf(error) === 'ELOOP' ? 'a link, which may lead out of the folder' : codeOf(error);
    throw new CommandFailed(`${name}: cannot be read (${reason})`);
  });
  try {
    const about = await handle.stat();
    if (!about.isFile()) throw new CommandFailed(`${name}: is no file`);
    if (about.size > MAX_FILE_BYTES)
      throw new CommandFailed(`${name}: has ${about.size} bytes; at most ${MAX_FILE_BYTES} are taken`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/**
 * Reads one definition.
 * @param name what the file is called in messages
 * @throws CommandFailed naming the file, when it cannot be read or holds no object
 */
export async function readDefinitionFile(path: string, name = path): Promise<Readonly<Record<string, unknown>>> {
  const text = await textOf(path, name);
  let document: unknown;
  try {
    document = parsed(text, name);
  } catch (error) {
    // Below its first line the parser shows the text at fault, which the line and the column name.
    const reason = (error as Error).message.split('\n')[0]?.replace(/:$/, '') ?? '';
    throw new CommandFailed(`${name}: is not ${name.endsWith('.json') ? 'JSON' : 'YAML'}: ${reason}`);
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw new CommandFailed(`${name}: holds no definition, which is an object with an id`);
  return document as Record<string, unknown>;
}

/** A definition that lies in a file. */
export interface DefinitionFile {
  readonly kind: DefinitionKindName;
  readonly id: string;
  /** Below the folder: `reports/weekly.yaml`. */
  readonly name: string;
  readonly document: WrittenDefinition;
}

/** @returns false where there is none @throws CommandFailed when it is a link or no folder */
async function isFolder(path: string, name: string): Promise<boolean> {
  try {
    if ((await lstat(path)).isDirectory()) return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw new CommandFailed(`${name}: cannot be read (${codeOf(error)})`);
  }
  throw new CommandFailed(`${name}: must be a folder, and no link to one`);
}

async function namesIn(folder: string, kind: DefinitionKindName): Promise<string[]> {
  const names = await readdir(join(folder, kind));
  return names
    .filter((name) => !name.startsWith('.') && endingOf(name) !== undefined)
    .map((name) => `${kind}/${name}`)
    .sort();
}

async function definitionIn(folder: string, kind: DefinitionKindName, name: string): Promise<DefinitionFile> {
  const document = await readDefinitionFile(join(folder, name), name);
  const id = basename(name, endingOf(name));
  if (document['id'] !== id)
    throw new CommandFailed(
      `${name}: /id: must be "${id}", as the file is called; it is ${JSON.stringify(document['id'])}`,
    );
  return { kind, id, name, document: { ...document, id } };
}

/** What a folder holds. */
export interface DefinitionFolder {
  readonly files: readonly DefinitionFile[];
  /** Kinds that have a folder. */
  readonly kinds: ReadonlySet<DefinitionKindName>;
  /** What is wrong with files, each with its name. */
  readonly problems: readonly string[];
}

/** Reads `<kind>/<id>.yaml`, `.yml` and `.json` below a folder. @throws CommandFailed when the folder itself is wrong */
export async function readFolder(folder: string, kinds: readonly DefinitionKindName[]): Promise<DefinitionFolder> {
  const [files, problems, found]: [DefinitionFile[], string[], Set<DefinitionKindName>] = [[], [], new Set()];
  const seen = new Map<string, string>();
  for (const kind of kinds) {
    if (!(await isFolder(join(folder, kind), kind))) continue;
    found.add(kind);
    const names = await namesIn(folder, kind);
    if (files.length + names.length > MAX_FILES)
      throw new CommandFailed(`there are more than ${MAX_FILES} definitions in ${folder}`);
    for (const name of names) {
      try {
        const file = await definitionIn(folder, kind, name);
        const other = seen.get(`${kind}/${file.id}`);
        if (other !== undefined) throw new CommandFailed(`${name}: ${other} defines "${file.id}", too; keep one`);
        seen.set(`${kind}/${file.id}`, name);
        files.push(file);
      } catch (error) {
        if (!(error instanceof CommandFailed)) throw error;
        problems.push(error.message);
      }
    }
  }
  return { files, kinds: found, problems };
}

/** @throws CommandFailed when the folder is not there */
export async function requireFolder(folder: string): Promise<void> {
  // The folder itself may be a link: whoever names it has chosen where it leads.
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY).catch((error: unknown) => {
    throw misused(`--folder: ${folder} cannot be read (${codeOf(error)})`);
  });
  await handle.close();
}

/** A folder that definitions are written into. */
export class FolderWriter {
  readonly #folder: string;
  readonly #format: FileFormat;

  constructor(folder: string, format: FileFormat) {
    this.#folder = folder;
    this.#format = format;
  }

  /** Files of a kind that are there, by the ids that their names say. */
  async existing(kind: DefinitionKindName): Promise<Map<string, string>> {
    if (!(await isFolder(join(this.#folder, kind), kind))) return new Map();
    return new Map((await namesIn(this.#folder, kind)).map((name) => [basename(name, endingOf(name)), name]));
  }

  /** What a new file would be called. @throws CommandFailed for an id that is no file name, such as one with a path */
  nameOf(kind: DefinitionKindName, id: string): string {
    if (!SAFE_ID.test(id))
      throw new CommandFailed(
        `${kind}: the id ${JSON.stringify(id)} cannot be a file name; nothing outside the folder is written`,
      );
    return `${kind}/${id}${FILE_FORMATS[this.#format][0]}`;
  }

  /** Puts a file in place as a whole: whoever reads it at the same time sees the file before or the file after. */
  async write(name: string, document: WrittenDefinition): Promise<void> {
    const path = join(this.#folder, name);
    const text = name.endsWith('.json')
      ? `${JSON.stringify(document, null, 2)}\n`
      : stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
    const beside = `${path}.${process.pid}.new`;
    try {
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(beside, text, { flag: 'wx' });
      await rename(beside, path);
    } catch (error) {
      await rm(beside, { force: true });
      throw new CommandFailed(`${name}: cannot be written (${codeOf(error)})`);
    }
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.#folder, name), { force: true });
  }
}
