import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { CommandFailed, misused, type CommandIo } from './command-io.js';
import { DefinitionApplier, planChanges, schemaProblemsOf, type DefinitionChange } from './definition-changes.js';
import {
  FILE_FORMATS,
  FolderWriter,
  readDefinitionFile,
  readFolder,
  requireFolder,
  type FileFormat,
} from './definition-files.js';
import {
  completed,
  DEFINITION_KINDS,
  ordered,
  readDefinitions,
  type DefinitionKindName,
  type WrittenDefinition,
} from './definition-kinds.js';
import { listOf } from './option-values.js';
import { apiSettings, serviceOptions, type ServiceOptions } from './service-options.js';
import { isTerminal, printable, writeList, type Column, type ListOptions } from './table.js';

interface FolderOptions extends ServiceOptions {
  readonly folder: string;
  readonly kinds?: readonly string[];
  readonly prune?: boolean;
}

const isKind = (name: string): name is DefinitionKindName => DEFINITION_KINDS.some((kind) => kind === name);

const kindList = (text: string, before: readonly string[] | undefined): readonly string[] => {
  const kinds = listOf(text, before);
  if (!kinds.every(isKind)) throw new InvalidArgumentError(`Expected some of ${DEFINITION_KINDS.join(', ')}.`);
  return kinds;
};

const kindsOf = ({ kinds }: FolderOptions): readonly DefinitionKindName[] =>
  DEFINITION_KINDS.filter((kind) => kinds === undefined || kinds.includes(kind));

/** "2 written, 1 removed": counts in the order that they are given in, without those of nothing. */
const countsText = (counts: readonly (readonly [number, string])[]): string =>
  counts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ') || 'nothing to do';

/** Whether a file says the same as a definition; such a file keeps its comments and its order. */
async function saysTheSame(path: string, kind: DefinitionKindName, definition: WrittenDefinition): Promise<boolean> {
  try {
    return isDeepStrictEqual(completed(kind, await readDefinitionFile(path)), completed(kind, definition));
  } catch (error) {
    if (error instanceof CommandFailed) return false;
    throw error;
  }
}

const FILES: readonly Column<{ readonly change: string; readonly file: string }>[] = [
  { title: 'change', value: ({ change }) => change },
  { title: 'file', value: ({ file }) => file },
];

async function exportDefinitions(options: FolderOptions & { format: FileFormat }, io: CommandIo): Promise<void> {
  const api = apiSettings(options, io);
  const { folder } = options;
  const kinds = kindsOf(options);
  // Everything is read before anything is written: a service that ends half-way leaves the folder as it was.
  const stored = await Promise.all(kinds.map(async (kind) => [kind, await readDefinitions(api, kind)] as const));
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw misused(`--folder: ${folder} cannot be made (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  });
  const writer = new FolderWriter(folder, options.format);
  const [written, removed]: [string[], string[]] = [[], []];
  let same = 0;
  for (const [kind, { own }] of stored) {
    const existing = await writer.existing(kind);
    for (const [id, definition] of own) {
      const fresh = writer.nameOf(kind, id);
      const name = existing.get(id) ?? fresh;
      if (existing.has(id) && (await saysTheSame(join(folder, name), kind, definition))) same += 1;
      else {
        await writer.write(name, ordered(kind, definition));
        written.push(name);
      }
    }
    for (const [id, name] of existing)
      if (options.prune === true && !own.has(id)) {
        await writer.remove(name);
        removed.push(name);
      }
  }
  const changes = [
    ...written.map((file) => ({ change: 'written', file })),
    ...removed.map((file) => ({ change: 'removed', file })),
  ];
  writeList(io, changes, FILES, { json: undefined, empty: 'the folder says what the service has' });
  io.stderr.write(
    `${countsText([
      [written.length, 'written'],
      [removed.length, 'removed'],
      [same, 'unchanged'],
    ])}\n`,
  );
}

/** Fields that a terminal shows of one definition. */
const SHOWN_FIELDS = 3;

const CHANGES: readonly Column<DefinitionChange>[] = [
  { title: 'change', value: ({ change }) => change },
  { title: 'definition', value: ({ kind, id }) => `${kind}/${id}` },
  {
    title: 'fields',
    value: ({ fields }) => fields.join(' '),
    shown: ({ fields }) =>
      fields.slice(0, SHOWN_FIELDS).join(' ') +
      (fields.length > SHOWN_FIELDS ? ` and ${fields.length - SHOWN_FIELDS} more` : ''),
    isLong: true,
  },
];

/** Names of folders that would be read if they were called like a kind. */
async function warnOfOthers(folder: string, { stderr }: CommandIo): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory() && !entry.name.startsWith('.') && !isKind(entry.name))
      stderr.write(`${printable(entry.name)}/ is not read: kinds are ${DEFINITION_KINDS.join(', ')}\n`);
}

interface ApplyOptions extends FolderOptions, ListOptions {
  readonly dryRun?: boolean;
}

function report(changes: readonly DefinitionChange[], { json, dryRun }: ApplyOptions, io: CommandIo): void {
  // Whoever looks at a terminal looks for what differs.
  const shown =
    isTerminal(io.stdout) && json !== true ? changes.filter(({ change }) => change !== 'unchanged') : changes;
  writeList(io, shown, CHANGES, { json, empty: 'the service has what the folder says' });
  const counts = (['created', 'changed', 'pruned', 'unchanged'] as const).map(
    (word) => [changes.filter(({ change }) => change === word).length, word] as const,
  );
  io.stderr.write(`${dryRun === true ? 'dry run, nothing was done: ' : ''}${countsText(counts)}\n`);
}

/** @throws CommandFailed naming file and field, after what was done has been listed */
async function applyChanges(
  changes: readonly DefinitionChange[],
  applier: DefinitionApplier,
  options: ApplyOptions,
  io: CommandIo,
): Promise<void> {
  try {
    await applier.apply(changes);
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    const { length } = applier.done;
    if (length > 0) report(applier.done, options, io);
    const rest = length === 0 ? 'nothing was done' : 'what is listed was done before that, nothing after it';
    throw new CommandFailed(`${error.message}\n${rest}`, error.exitCode);
  }
}

async function applyDefinitions(options: ApplyOptions, io: CommandIo): Promise<void> {
  const api = apiSettings(options, io);
  const kinds = kindsOf(options);
  await requireFolder(options.folder);
  if (options.kinds === undefined) await warnOfOthers(options.folder, io);
  const folder = await readFolder(options.folder, kinds);
  const problems = [...folder.problems, ...schemaProblemsOf(folder.files)];
  if (problems.length > 0) throw new CommandFailed(`${problems.join('\n')}\nnothing was done`);
  const stored = new Map(
    await Promise.all(kinds.map(async (kind) => [kind, await readDefinitions(api, kind)] as const)),
  );
  const isPruned = (kind: DefinitionKindName): boolean =>
    options.prune === true && (options.kinds !== undefined || folder.kinds.has(kind));
  const changes = planChanges(folder.files, stored, new Set(kinds.filter(isPruned)));
  if (options.dryRun !== true)
    await applyChanges(changes, new DefinitionApplier(api, folder.files, stored), options, io);
  report(changes, options, io);
}

const withFolder = (command: Command): Command =>
  serviceOptions(command)
    .requiredOption('--folder <dir>', 'folder of the files: <kind>/<id>.yaml, .yml or .json below it')
    .option('--kinds <kinds>', `of these kinds only, with commas: ${DEFINITION_KINDS.join(', ')}`, kindList);

/** `callsight definitions`: everything that a tenant has defined, as files. */
export function addDefinitions(program: Command, io: CommandIo): void {
  const definitions = program
    .command('definitions')
    .description(
      'keep metrics, funnels, calendars, checks, thresholds, reports and schedules as files, such as in git',
    );
  withFolder(definitions.command('export'))
    .description('write each definition into a file of its own')
    .addOption(new Option('--format <format>', 'of new files').choices(Object.keys(FILE_FORMATS)).default('yaml'))
    .option('--prune', 'remove files of definitions that are no longer there')
    .addHelpText(
      'after',
      `
What is built in is left out, and so are version, time and author. A file that says the same as the
service stays as it is, with its comments. The API key needs the scope "query".`,
    )
    .action((options: FolderOptions & { format: FileFormat }) => exportDefinitions(options, io));
  withFolder(definitions.command('apply'))
    .description('create and change definitions as the files of a folder say')
    .option('--dry-run', 'show what would be done, and do nothing')
    .option('--prune', 'delete definitions without a file, of kinds that have a folder or stand in --kinds')
    .option('--json', 'write JSON: what is done with each definition, with its file and fields')
    .addHelpText(
      'after',
      `
All files are checked before the first change. What the service refuses then ends the command with
the name of file and field; applied again, it goes on from there. The API key needs the scope
"reports" for reports and schedules, "admin" for the other kinds, and "query" to compare.`,
    )
    .action((options: ApplyOptions) => applyDefinitions(options, io));
}
