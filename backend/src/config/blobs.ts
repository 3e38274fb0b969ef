import { join, resolve } from 'node:path';
import type { BlobLocation } from '../storage/blobs/open-blob-store.js';
import type { S3Settings } from '../storage/blobs/s3/s3-settings.js';
import type { Environment } from './environment.js';

const NAME = 'CALLSIGHT_BLOBS';

/** Where files lie, and what they are encrypted with. */
export interface BlobsConfig {
  readonly location: BlobLocation;
  /** 32 bytes each: the first one encrypts, all of them decrypt. */
  readonly encryptionKeys: readonly Buffer[];
}

/** Names that S3 takes, and that need no escapes in a path. */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const PREFIX = /^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*$/;
const REGION = /^[a-z0-9-]{1,40}$/;

type S3Place = Pick<S3Settings, 'bucket' | 'prefix' | 'region' | 'endpoint'>;

const PARAMETERS: ReadonlySet<string> = new Set(['endpoint', 'region']);

/** @returns the origin, or undefined when it is none */
function originOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isOrigin = url.href === `${url.origin}/` && (url.protocol === 'http:' || url.protocol === 'https:');
  return isOrigin ? url.origin : undefined;
}

/** What is wrong with a place in S3, in words. */
function problemsOf({ bucket, prefix, region, endpoint }: S3Place, parameters: Iterable<string>): string[] {
  const rules: readonly (readonly [boolean, string])[] = [
    [BUCKET.test(bucket), 'expected the name of a bucket, such as s3://calls/files?region=eu-central-1'],
    [PREFIX.test(prefix), 'the prefix has letters, digits, ".", "-" and "_" in parts with "/" between them'],
    [REGION.test(region), 'the region is one such as eu-central-1'],
    [
      endpoint === undefined || originOf(endpoint) !== undefined,
      'the endpoint is an address such as https://s3.example.com, without path or credentials',
    ],
    ...[...parameters].map(
      (name) => [PARAMETERS.has(name), `"${name}" is not known; after "?" stand endpoint and region`] as const,
    ),
  ];
  return rules.filter(([holds]) => !holds).map(([, problem]) => problem);
}

/** A place in S3 as it is written: `s3://bucket/prefix?endpoint=…&region=…`. @returns also what is wrong with it, in words */
export function parseS3(text: string): { readonly place: S3Place; readonly problems: readonly string[] } {
  const [, bucket = '', path = '', query] = /^s3:\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?$/.exec(text) ?? [];
  const parameters = new URLSearchParams(query);
  const prefix = path.replace(/^\/+|\/+$/g, '');
  const place = {
    bucket,
    prefix: prefix === '' ? '' : `${prefix}/`,
    region: parameters.get('region') ?? 'us-east-1',
    endpoint: parameters.get('endpoint') ?? undefined,
  };
  const problems = problemsOf(place, parameters.keys());
  const endpoint = place.endpoint === undefined ? undefined : originOf(place.endpoint);
  return { place: { ...place, endpoint }, problems };
}

function readS3(env: Environment, text: string): BlobLocation {
  const { place, problems } = parseS3(text);
  env.errors.push(...problems.map((problem) => `${NAME}: ${problem}`));
  return { kind: 's3', ...place, ...credentials(env, true) };
}

/** Both are read in any case, so that a misspelt one is found. */
function credentials(env: Environment, areNeeded: boolean) {
  const [accessKeyId, secretAccessKey] = [`${NAME}_ACCESS_KEY_ID`, `${NAME}_SECRET_ACCESS_KEY`].map((name) => {
    const value = env.secret(name);
    if (areNeeded && value === undefined) env.errors.push(`${name}: needed for ${NAME}=s3://…`);
    return value ?? '';
  });
  return { accessKeyId: accessKeyId ?? '', secretAccessKey: secretAccessKey ?? '' };
}

function readLocation(env: Environment, dataDir: string): BlobLocation {
  const text = env.optional(NAME);
  if (text?.startsWith('s3://') === true) return readS3(env, text);
  credentials(env, false);
  const folder = text === undefined ? join(dataDir, 'blobs') : (/^file:(?:\/\/(?=\/))?(.+)$/.exec(text)?.[1] ?? '');
  if (folder === '' || folder.includes('\u0000'))
    env.errors.push(`${NAME}: expected file:./folder or s3://bucket/prefix?endpoint=…&region=…`);
  return { kind: 'folder', folder: resolve(folder) };
}

/** 32 bytes in hexadecimal or base64 (with `+/` or `-_`). */
function keyOf(text: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}

function readKeys(env: Environment): Buffer[] {
  const text = env.secret(`${NAME}_KEY`);
  const keys = text === undefined ? [] : text.split(',').map((part) => keyOf(part.trim()));
  const found = keys.filter((key) => key !== undefined);
  if (found.length < keys.length)
    env.errors.push(`${NAME}_KEY: expected 32 bytes in base64 or hexadecimal, or several such keys with commas`);
  return found;
}

/** @param dataDir files lie in its folder `blobs` unless another place is set */
export function readBlobs(env: Environment, dataDir: string): BlobsConfig {
  return { location: readLocation(env, dataDir), encryptionKeys: readKeys(env) };
}
