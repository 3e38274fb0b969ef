import { differences } from '../lib/json/differences.js';
import { compileCheck } from '../lib/schema/schema-check.js';
import { askService, Refused } from './api-client.js';
import { CommandFailed } from './command-io.js';
import type { DefinitionFile } from './definition-files.js';
import {
  completed,
  DEFINITION_INPUTS,
  DEFINITION_KINDS,
  type DefinitionKindName,
  type DefinitionsOfKind,
  type WrittenDefinition,
} from './definition-kinds.js';
import type { ApiSettings } from './service-options.js';

/** What applying a folder does with one definition. */
export interface DefinitionChange {
  readonly change: 'created' | 'changed' | 'unchanged' | 'pruned';
  readonly kind: DefinitionKindName;
  readonly id: string;
  /** Its file below the folder; undefined where it has none and is pruned. */
  readonly file?: string;
  /** JSON pointers of what differs; of a list of another length the list. */
  readonly fields: readonly string[];
}

/** All that the schemas find wrong with files, before anything is sent. */
export function schemaProblemsOf(files: readonly DefinitionFile[]): string[] {
  const checks = new Map(
    DEFINITION_KINDS.map((kind) => [kind, compileCheck(DEFINITION_INPUTS[kind], '', 'invalid', 'definition')]),
  );
  return files.flatMap(({ kind, name, document }) => {
    const refusal = checks.get(kind)?.(document);
    return refusal === undefined ? [] : [`${name}: ${refusal.message}`];
  });
}

/** Compares files with what a service has. @param prunedKinds kinds of which those without a file are deleted */
export function planChanges(
  files: readonly DefinitionFile[],
  stored: ReadonlyMap<DefinitionKindName, DefinitionsOfKind>,
  prunedKinds: ReadonlySet<DefinitionKindName>,
): DefinitionChange[] {
  const written = files.map(({ kind, id, name: file, document }): DefinitionChange => {
    const before = stored.get(kind)?.own.get(id);
    if (before === undefined) return { change: 'created', kind, id, file, fields: [] };
    const fields = differences(completed(kind, before), completed(kind, document)).map(({ path }) => path);
    return { change: fields.length === 0 ? 'unchanged' : 'changed', kind, id, file, fields };
  });
  const named = new Set(files.map(({ kind, id }) => `${kind}/${id}`));
  // What names others goes before what it names.
  const pruned = [...prunedKinds]
    .sort((one, other) => DEFINITION_KINDS.indexOf(other) - DEFINITION_KINDS.indexOf(one))
    .flatMap((kind) =>
      [...(stored.get(kind)?.own.keys() ?? [])]
        .filter((id) => !named.has(`${kind}/${id}`))
        .map((id): DefinitionChange => ({ change: 'pruned', kind, id, fields: [] })),
    );
  return [...written, ...pruned];
}

/** Refusals that may end when another definition of the kind is there, or gone. */
const MAY_WAIT = new Set([400, 409]);

function failureOf({ kind, id, file }: DefinitionChange, error: Refused): CommandFailed {
  const field = error.path === undefined || error.message.startsWith(error.path) ? '' : `${error.path}: `;
  return new CommandFailed(`${file ?? `${kind}/${id}`}: ${field}${error.message}`);
}

/**
 * Makes changes in an order in which what a definition names is there. Definitions of one kind may name each other: one that is
 * refused is tried again as long as others of its kind are taken.
 */
export class DefinitionApplier {
  /** What has been done, also when it ended with an error. */
  readonly done: DefinitionChange[] = [];
  readonly #api: ApiSettings;
  readonly #documents: ReadonlyMap<string, WrittenDefinition>;
  readonly #stored: ReadonlyMap<DefinitionKindName, DefinitionsOfKind>;

  constructor(
    api: ApiSettings,
    files: readonly DefinitionFile[],
    stored: ReadonlyMap<DefinitionKindName, DefinitionsOfKind>,
  ) {
    this.#api = api;
    this.#documents = new Map(files.map(({ kind, id, document }) => [`${kind}/${id}`, document]));
    this.#stored = stored;
  }

  /** @throws CommandFailed naming file and field, when the service refuses */
  async apply(changes: readonly DefinitionChange[]): Promise<void> {
    const of = (kind: DefinitionKindName, isPruned: boolean): DefinitionChange[] =>
      changes.filter(
        (one) => one.kind === kind && one.change !== 'unchanged' && (one.change === 'pruned') === isPruned,
      );
    for (const kind of DEFINITION_KINDS) await this.#applyKind(of(kind, false));
    for (const kind of DEFINITION_KINDS.toReversed()) await this.#applyKind(of(kind, true));
  }

  async #applyKind(changes: readonly DefinitionChange[]): Promise<void> {
    const refused: DefinitionChange[] = [];
    let first: CommandFailed | undefined;
    for (const change of changes) {
      try {
        await this.#send(change);
        this.done.push(change);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const failure = failureOf(change, error);
        if (!MAY_WAIT.has(error.status)) throw failure;
        refused.push(change);
        first ??= failure;
      }
    }
    if (first === undefined) return;
    if (refused.length === changes.length) throw first;
    await this.#applyKind(refused);
  }

  async #send({ kind, id, change }: DefinitionChange): Promise<void> {
    const path = `/v1/${kind}/${encodeURIComponent(id)}`;
    const document = this.#documents.get(`${kind}/${id}`);
    const isThere = change === 'changed' || this.#stored.get(kind)?.builtIn.has(id) === true;
    if (change === 'pruned') await askService(this.#api, 'DELETE', path);
    else if (isThere) await askService(this.#api, 'PUT', path, document);
    else await askService(this.#api, 'POST', `/v1/${kind}`, document);
  }
}
