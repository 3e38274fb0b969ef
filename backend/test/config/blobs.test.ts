import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readConfig } from '../../src/config/config.js';
import { problemsOf } from './problems.js';

const KEYS = { CALLSIGHT_BLOBS_ACCESS_KEY_ID: 'an-id', CALLSIGHT_BLOBS_SECRET_ACCESS_KEY: 'a-secret' };
const KEY = Buffer.from(Array.from({ length: 32 }, (_, at) => at * 7 + 200));

const blobsOf = (variables: Record<string, string>) => readConfig(variables).config.blobs;

describe('CALLSIGHT_BLOBS', () => {
  it.each([
    ['file:./data/blobs', resolve('data/blobs')],
    ['file:/srv/blobs', '/srv/blobs'],
    ['file:///srv/blobs', '/srv/blobs'],
    ['file:blobs', resolve('blobs')],
  ])('takes the folder %s', (text, folder) => {
    expect(blobsOf({ CALLSIGHT_BLOBS: text }).location).toEqual({ kind: 'folder', folder });
  });

  const s3 = { kind: 's3', accessKeyId: 'an-id', secretAccessKey: 'a-secret' };
  it.each([
    ['s3://calls', { bucket: 'calls', prefix: '', region: 'us-east-1', endpoint: undefined }],
    ['s3://calls/', { bucket: 'calls', prefix: '', region: 'us-east-1', endpoint: undefined }],
    [
      's3://my.calls/a/b_c?region=eu-central-1',
      { bucket: 'my.calls', prefix: 'a/b_c/', region: 'eu-central-1', endpoint: undefined },
    ],
    [
      's3://calls/a/?endpoint=http://10.0.0.5:9000/&region=x',
      { bucket: 'calls', prefix: 'a/', region: 'x', endpoint: 'http://10.0.0.5:9000' },
    ],
    [
      's3://calls?endpoint=https%3A%2F%2Fs3.example.com',
      { bucket: 'calls', prefix: '', region: 'us-east-1', endpoint: 'https://s3.example.com' },
    ],
  ])('takes %s', (text, location) => {
    expect(blobsOf({ ...KEYS, CALLSIGHT_BLOBS: text }).location).toEqual({ ...s3, ...location });
  });

  it.each([
    ['./blobs', /expected file:\.\/folder or s3:/],
    ['file:', /expected file:/],
    ['https://calls', /expected file:/],
    ['S3://calls', /expected file:/],
    ['s3://', /name of a bucket/],
    ['s3://Calls', /name of a bucket/],
    ['s3://user:secret@calls', /name of a bucket/],
    ['s3://calls/a/../b', /the prefix has/],
    ['s3://calls/a b', /the prefix has/],
    ['s3://calls?region=EU', /the region is/],
    ['s3://calls?secret=x', /"secret" is not known/],
    ['s3://calls?endpoint=s3.example.com', /the endpoint is/],
    ['s3://calls?endpoint=https://user:pass@s3.example.com', /the endpoint is/],
    ['s3://calls?endpoint=https://s3.example.com/path', /the endpoint is/],
    ['s3://calls?endpoint=ftp://s3.example.com', /the endpoint is/],
  ])('refuses %s', (text, problem) => {
    const problems = problemsOf({ ...KEYS, CALLSIGHT_BLOBS: text });
    expect(problems).toEqual([expect.stringMatching(/^CALLSIGHT_BLOBS: /)]);
    expect(problems[0]).toMatch(problem);
    expect(problems.join()).not.toMatch(/user|pass@/);
  });

  it('needs the keys of S3, all of what is missing at once, and warns of none without it', () => {
    expect(problemsOf({ CALLSIGHT_BLOBS: 's3://calls' })).toEqual([
      'CALLSIGHT_BLOBS_ACCESS_KEY_ID: needed for CALLSIGHT_BLOBS=s3://…',
      'CALLSIGHT_BLOBS_SECRET_ACCESS_KEY: needed for CALLSIGHT_BLOBS=s3://…',
    ]);
    expect(readConfig(KEYS).warnings).toEqual([]);
  });
});

describe('CALLSIGHT_BLOBS_KEY', () => {
  const other = Buffer.alloc(32, 9);
  it.each([
    [KEY.toString('hex'), [KEY]],
    [KEY.toString('hex').toUpperCase(), [KEY]],
    [KEY.toString('base64'), [KEY]],
    [KEY.toString('base64url'), [KEY]],
    [`${KEY.toString('base64')}, ${other.toString('hex')}`, [KEY, other]],
  ])('takes %s', (text, keys) => {
    expect(blobsOf({ CALLSIGHT_BLOBS_KEY: text }).encryptionKeys).toEqual(keys);
  });

  it.each([
    'short',
    KEY.subarray(1).toString('hex'),
    KEY.toString('base64').slice(2),
    `${KEY.toString('hex')},`,
    'x'.repeat(64),
  ])('refuses %s, and does not repeat it', (text) => {
    expect(problemsOf({ CALLSIGHT_BLOBS_KEY: text })).toEqual([
      'CALLSIGHT_BLOBS_KEY: expected 32 bytes in base64 or hexadecimal, or several such keys with commas',
    ]);
  });

  it('comes from a file, of which an empty one is none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'callsight-key-'));
    const file = join(folder, 'key');
    writeFileSync(file, `${KEY.toString('base64')}\n`);
    expect(blobsOf({ CALLSIGHT_BLOBS_KEY_FILE: file }).encryptionKeys).toEqual([KEY]);
    writeFileSync(file, '');
    expect(blobsOf({ CALLSIGHT_BLOBS_KEY_FILE: file }).encryptionKeys).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});
