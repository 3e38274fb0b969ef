import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BlobStore } from '../../../src/storage/blobs/blob-store.js';
import { openBlobStore, type BlobLocation } from '../../../src/storage/blobs/open-blob-store.js';
import { S3Server } from '../../support/s3/s3-server.js';

/** A place for blobs: every store that is opened on it has the same blobs. */
export interface Place {
  readonly location: BlobLocation;
  remove(): Promise<void>;
}

export const KEY = randomBytes(32);

export const folderPlace = async (): Promise<Place> => {
  const folder = await mkdtemp(join(tmpdir(), 'callsight-blobs-'));
  return { location: { kind: 'folder', folder }, remove: () => rm(folder, { recursive: true, force: true }) };
};

async function s3Place(): Promise<Place> {
  const server = await S3Server.start();
  return {
    location: { kind: 's3', ...server.settings(`${randomUUID()}/`) },
    remove: () => server.stop(),
  };
}

export interface BackendUnderTest {
  readonly title: string;
  readonly isEncrypted: boolean;
  readonly place: () => Promise<Place>;
}

/** What every test of blobs runs on. */
export const BACKENDS: readonly BackendUnderTest[] = [
  { title: 'a folder', isEncrypted: false, place: folderPlace },
  { title: 'a folder, encrypted', isEncrypted: true, place: folderPlace },
  { title: 'S3', isEncrypted: false, place: s3Place },
  { title: 'S3, encrypted', isEncrypted: true, place: s3Place },
];

interface OpenOptions {
  readonly keys?: readonly Buffer[];
  /** Epoch milliseconds. */
  readonly clock?: () => number;
  readonly minFreeBytes?: number;
  readonly silenceMs?: number;
}

export const openAt = (
  location: BlobLocation,
  { keys = [], clock = Date.now, minFreeBytes = 0, ...more }: OpenOptions = {},
): BlobStore =>
  openBlobStore({ location, encryptionKeys: keys, minFreeBytes: () => Promise.resolve(minFreeBytes), clock, ...more });

export const collect = async (body: AsyncIterable<unknown>): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of body) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

/** The code of the error that something ends with. */
export const codeOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error as { code?: unknown }).code ?? error,
  );
