import { linkExpiry } from '../../../src/recordings/fetch/link-expiry.js';

test.each([
  [
    'Amazon S3',
    'https://b.s3.amazonaws.com/a.wav?X-Amz-Date=20261127T080000Z&X-Amz-Expires=600',
    '2026-11-27T08:10:00Z',
  ],
  [
    'Google',
    'https://storage.googleapis.com/b/a.wav?X-Goog-Date=20261127T080000Z&X-Goog-Expires=60',
    '2026-11-27T08:01:00Z',
  ],
  ['CloudFront', 'https://d.cloudfront.net/a.wav?Expires=1795766400&Signature=x', '2026-11-27T08:00:00Z'],
  ['Azure', 'https://b.blob.core.windows.net/c/a.wav?se=2026-11-27T08%3A00%3A00Z&sig=x', '2026-11-27T08:00:00Z'],
])('%s', (_, address, expected) => {
  expect(linkExpiry(address)).toBe(Date.parse(expected));
});

test.each([
  'https://example.com/a.wav',
  'https://example.com/a.wav?Expires=soon',
  'https://example.com/a.wav?X-Amz-Expires=600',
  'no address',
])('is not known of %s', (address) => {
  expect(linkExpiry(address)).toBeUndefined();
});
