import type { TranscriptSearch, TranscriptSearchAnswer, TranscriptSnippet } from '@callsight/contract/transcripts';
import { QueryError } from '../../analytics/catalogue/language/query-error.js';
import { toMillis, type Millis } from '../../lib/time/units.js';
import { wordKeyOf } from './sealing.js';
import { parseTerms, type Term } from './terms.js';
import { isStored } from './transcript-record.js';
import type { TranscriptStore } from './transcript-store.js';
import type { TranscriptWorker } from './transcript-worker.js';
import { soughtDigests } from './word-digests.js';
import type { WordTable } from './word-table.js';

/** A call whose transcript has all the digests that are sought. */
export interface Candidate {
  readonly call_id: string;
  readonly provider_call_sid: string | null;
  /** Epoch microseconds. */
  readonly started_at: number;
  readonly agent: string | null;
  readonly outcome: string | null;
}

/** What candidates are asked by; everything but the words as it was sent. */
export interface AskedCandidates {
  readonly tenant: string;
  readonly request: Omit<TranscriptSearch, 'words' | 'limit'>;
  readonly digests: readonly number[];
  readonly limit: number;
  readonly now: Millis;
  readonly trace?: string | undefined;
}

interface Dependencies {
  readonly store: TranscriptStore;
  readonly worker: TranscriptWorker;
  readonly words: WordTable;
  readonly secret: string;
  /** The latest first. @throws QueryError */
  readonly candidates: (asked: AskedCandidates, signal: AbortSignal) => Promise<readonly Candidate[]>;
}

interface Options {
  readonly tenant: string;
  readonly now: Millis;
  readonly signal: AbortSignal;
  readonly trace?: string | undefined;
}

const DEFAULT_LIMIT = 20;

/** Transcripts that one page looks into: where words only seem to occur, the page ends with a cursor. */
const MAX_LOOKED_INTO = 400;

/** Transcripts that are looked into at once. */
const AT_ONCE = 8;

/** After so long a page ends with what it has; milliseconds. */
const MAX_PAGE_MS = 5_000;

type FoundCall = TranscriptSearchAnswer['calls'][number];

/** Cursor of the page behind a call; calls are the latest first. */
const writeCursor = ({ started_at, call_id }: Pick<Candidate, 'started_at' | 'call_id'>): string =>
  Buffer.from(`${started_at}:${call_id}`).toString('base64url');

/** @throws QueryError `invalid_cursor` */
export function readCursor(cursor: string): { readonly at: number; readonly id: string } {
  const [, at, id] = /^(\d{1,16}):(.*)$/s.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (at === undefined || id === undefined)
    throw new QueryError('invalid_cursor', 'invalid cursor; use the one of an earlier response', '/cursor');
  return { at: Number(at), id };
}

/**
 * Searches transcripts by words. Which calls come into question says a table of digests of words, which knows no words;
 * their transcripts are then decrypted and looked into, the latest first, until a page is full.
 */
export class TranscriptSearcher {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws QueryError for what cannot be searched as it was asked for */
  async search(request: TranscriptSearch, options: Options): Promise<TranscriptSearchAnswer> {
    const { words, secret, candidates } = this.#dependencies;
    const { words: sought, limit = DEFAULT_LIMIT, ...rest } = request;
    const terms = parseTerms(sought);
    if (!words.isFilled)
      throw new QueryError('overloaded', 'the words of transcripts are being listed; try again in a moment');
    const { tenant, now, trace, signal } = options;
    const digests = soughtDigests(wordKeyOf(secret, tenant), terms);
    const asked: AskedCandidates = { tenant, request: rest, digests, limit: MAX_LOOKED_INTO + 1, now, trace };
    const found = await candidates(asked, signal);
    return this.#page(found, terms, { tenant, limit, signal });
  }

  async #page(
    candidates: readonly Candidate[],
    terms: readonly Term[],
    { tenant, limit, signal }: { readonly tenant: string; readonly limit: number; readonly signal: AbortSignal },
  ): Promise<TranscriptSearchAnswer> {
    const end = performance.now() + MAX_PAGE_MS;
    const calls: FoundCall[] = [];
    const most = Math.min(candidates.length, MAX_LOOKED_INTO);
    let lookedInto = 0;
    while (lookedInto < most && calls.length < limit && performance.now() < end) {
      signal.throwIfAborted();
      const some = candidates.slice(lookedInto, Math.min(most, lookedInto + AT_ONCE));
      const snippets = await Promise.all(some.map((candidate) => this.#look(tenant, candidate, terms)));
      for (const [index, candidate] of some.entries()) {
        if (calls.length === limit) break;
        lookedInto += 1;
        const shown = snippets[index];
        if (shown !== undefined) calls.push(foundCall(candidate, shown));
      }
    }
    const last = candidates[lookedInto - 1];
    const hasMore = lookedInto < candidates.length && last !== undefined;
    return { calls, next_cursor: hasMore ? writeCursor(last) : null };
  }

  /** @returns undefined where the words do not occur after all */
  async #look(tenant: string, candidate: Candidate, terms: readonly Term[]): Promise<TranscriptSnippet[] | undefined> {
    const { store, worker } = this.#dependencies;
    const { call_id: call, provider_call_sid: sid } = candidate;
    const found = await store.find(tenant, sid === null || sid === call ? [call] : [call, sid]);
    if (!isStored(found?.known)) return undefined;
    const { blob } = found.known;
    const sealed = await store.content(blob);
    if (sealed === undefined) return undefined;
    return (await worker.call(tenant, 'find', { blob, sealed, terms })) ?? undefined;
  }
}

const foundCall = ({ call_id, started_at, agent, outcome }: Candidate, snippets: TranscriptSnippet[]): FoundCall => ({
  call_id,
  started_at: new Date(toMillis(started_at)).toISOString(),
  agent,
  outcome,
  snippets,
});
