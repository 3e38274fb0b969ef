import { createHash } from 'node:crypto';
import { announcedDigest } from '../../../src/recordings/uploads/digest-header.js';

const hash = createHash('sha256').update('audio').digest();
const BASE64 = hash.toString('base64');
const HEX = hash.toString('hex');

const of = (headers: { digest?: string; contentDigest?: string }): string | undefined =>
  announcedDigest({ digest: headers.digest, contentDigest: headers.contentDigest });

test.each([
  ['Digest', { digest: `sha-256=${BASE64}` }, HEX],
  ['Digest in capitals', { digest: `SHA-256=${BASE64}` }, HEX],
  ['Digest beside others', { digest: `md5=abc==, sha-256=${BASE64}` }, HEX],
  ['Content-Digest', { contentDigest: `sha-256=:${BASE64}:` }, HEX],
  ['Content-Digest beside others', { contentDigest: `sha-512=:YQ==:, sha-256=:${BASE64}:` }, HEX],
  ['another algorithm alone', { digest: 'md5=abc==' }, undefined],
  ['nothing', {}, undefined],
])('%s', (_, headers, expected) => {
  expect(of(headers)).toBe(expected);
});

test.each([
  ['hexadecimal digits', { digest: `sha-256=${HEX}` }],
  ['too few bytes', { digest: 'sha-256=YXVkaW8=' }],
  ['Content-Digest without its colons', { contentDigest: `sha-256=${BASE64}` }],
])('refuses %s', (_, headers) => {
  expect(() => of(headers)).toThrow('32 bytes in base64');
});
