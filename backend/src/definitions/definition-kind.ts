import type { Scope } from '@callsight/contract/keys';
import type { TSchema } from '@sinclair/typebox';

/** Something that a tenant has defined. */
export interface Definition {
  readonly id: string;
  /** From 1; 0 for what is built in. */
  readonly version: number;
  /** RFC 3339. */
  readonly updated_at?: string;
  /** Id of the API key that wrote this version. */
  readonly updated_by?: string;
}

/** A definition, and whose it is. */
export interface Stored<T> {
  readonly tenant: string;
  readonly definition: T;
}

/**
 * A kind of definition: custom metrics, funnels, and whatever else tenants define. Who registers a kind gets its storage, its
 * versions, its routes, its entries in the audit log and its mirror in InfluxDB.
 */
export interface DefinitionKind<T extends Definition> {
  /** As it stands in codes, the store and InfluxDB: `metric`. Never changes. */
  readonly name: string;
  /** As it stands in paths and lists: `metrics`. */
  readonly plural: string;
  /** As people call it: `custom metric`. */
  readonly title: string;
  readonly schema: TSchema;
  /** What a user writes: the schema without version, time and author. */
  readonly input: TSchema;
  /** Scope of the keys that may write it; `query` reads it. */
  readonly writeScope: Scope;
  readonly maxPerTenant: number;
  readonly builtIns: readonly T[];
  /** Whether a tenant may put a definition of its own in the place of one that is built in; deleting it brings that back. */
  readonly replacesBuiltIns?: true;
  /**
   * Takes what a tenant has stored in the place of what it had, at the start and when a follower takes over definitions.
   * @returns ids of those that are not valid any more; they stay stored and are left out
   */
  readonly load: (tenant: string, definitions: readonly T[]) => ReadonlySet<string>;
  /** @throws QueryError when it is not valid. @returns what takes it over, called when it is stored */
  readonly checkPut: (tenant: string, next: T) => () => void;
  /** @throws QueryError when others need it. @returns what takes it away, called when it is removed */
  readonly checkRemoval: (tenant: string, id: string) => () => void;
}
