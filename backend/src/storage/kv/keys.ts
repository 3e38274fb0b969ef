/**
 * Keys of the embedded store. A key begins with a prefix, which belongs to one room, and goes on with parts; all are joined by
 * NUL, which no identifier may hold, so that a prefix ends where a part ends.
 */
const SEPARATOR = '\u0000';
/** Sorts behind every key that begins with the same parts. */
const END = '\u0001';

/** Whose every prefix is. Two kinds of keys of one room may share a prefix where the number of their parts differs. */
interface Owners {
  readonly i: 'storage/ledger';
  readonly x: 'storage/ledger';
  readonly d: 'storage/ledger';
  readonly e: 'storage/ledger';
  readonly l: 'storage/ledger';
  readonly t: 'storage/ledger';
  readonly q: 'ingest/quarantine';
  readonly w: 'ingest/webhooks';
  readonly b: 'ingest/webhooks';
  readonly v: 'ingest/webhooks';
  readonly p: 'ingest/webhooks';
  readonly a: 'ingest/webhooks';
  readonly s: 'ingest/webhooks';
  readonly r: 'ingest/webhooks';
  readonly k: 'access';
  readonly u: 'access';
  readonly c: 'definitions';
  readonly f: 'definitions';
  readonly o: 'definitions';
  readonly n: 'definitions';
  readonly j: 'reporting/exports';
  readonly h: 'reporting/runs';
  readonly y: 'reporting/runs';
  readonly z: 'reporting/runs';
  readonly U: 'reporting/runs';
  readonly g: 'reporting/schedules';
  readonly R: 'recordings/records';
  readonly B: 'recordings/records';
  readonly F: 'recordings/records';
  readonly H: 'recordings/records';
  readonly C: 'recordings/records';
  readonly P: 'recordings/uploads';
  readonly G: 'recordings/fetch';
  readonly Tr: 'recordings/transcripts';
  readonly Tw: 'recordings/transcripts';
  readonly Ta: 'recordings/transcripts';
  readonly Tu: 'recordings/transcripts';
  readonly Td: 'recordings/transcripts';
  readonly m: 'storage/kv';
}

type Prefix = keyof Owners;

/** A range of keys; neither end is part of it. */
export interface KeyRange {
  readonly gt: string;
  readonly lt: string;
}

const join = (...parts: readonly string[]): string => parts.join(SEPARATOR);

export const partsOf = (key: string): string[] => key.split(SEPARATOR);

type FirstOf<Parts extends readonly string[]> = Parts extends readonly [...infer Front extends string[], string]
  ? Parts | FirstOf<Front>
  : Parts;

/** Keys of one kind. */
export class KeyKind<const Parts extends readonly string[]> {
  readonly #prefix: Prefix;

  constructor(prefix: Prefix) {
    this.#prefix = prefix;
  }

  of(...parts: Parts): string {
    return join(this.#prefix, ...parts);
  }

  /** The range of all keys whose parts begin with these. */
  under(...parts: FirstOf<Parts>): KeyRange {
    const first = join(this.#prefix, ...parts);
    return { gt: first + SEPARATOR, lt: first + END };
  }

  /** Whether a key is of this kind, or of another one with the same prefix. */
  includes(key: string): boolean {
    return key.startsWith(this.#prefix + SEPARATOR);
  }
}

/** Settings of the store itself. */
export const META = new KeyKind<[name: string]>('m');
