/** Something that a tenant defined, and whose it is. */
export interface Stored<T> {
  readonly tenant: string;
  readonly definition: T;
}

/** Where definitions of one kind are kept. */
export interface Definitions<T> {
  all(): Promise<Stored<T>[]>;
  put(tenant: string, definition: T): Promise<void>;
  remove(tenant: string, id: string): Promise<void>;
}
