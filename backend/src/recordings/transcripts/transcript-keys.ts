import { KeyKind } from '../../storage/kv/keys.js';

/** What is known of the transcript of a call, or that it was deleted, as JSON. */
export const TRANSCRIPTS = new KeyKind<[tenant: string, call: string]>('Tr');

/** Digests of the words of a transcript, with the start of its call: what the table of words is filled from. */
export const WORDS = new KeyKind<[tenant: string, call: string]>('Tw');

/** A transcript that was accepted and is still to be stored, encrypted, as JSON. */
export const WAITING = new KeyKind<[tenant: string, call: string, id: string]>('Ta');

/** Nothing: the table of words lacks the last change of a call. */
export const UNLISTED = new KeyKind<[tenant: string, call: string, id: string]>('Tu');

/** Nothing: a file that no transcript names any more is still to be deleted. */
export const LEFT_OVER = new KeyKind<[tenant: string, blob: string]>('Td');
