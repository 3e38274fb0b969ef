import { mediaObstacle } from '../../../src/app/pages/start/checks/media-policy';

it.each<[string | null, string | undefined]>([
  [null, undefined],
  ['', undefined],
  ["script-src 'self'", undefined],
  ["script-src 'self'; media-src 'none';", "media-src 'none'"],
  ["Media-Src  'self'", "Media-Src 'self'"],
  ['media-src', 'media-src'],
  ["media-src 'self' data: blob:", "media-src 'self' data: blob:"],
  ["media-src 'self' https://calls.example.com", undefined],
  ['media-src https:', undefined],
  ['media-src *', undefined],
  ["default-src 'self'", "default-src 'self'"],
  ["default-src 'none'; media-src calls.example.com:4000", undefined],
  ["media-src *, default-src 'none'", "default-src 'none'"],
])('of the policy %j keeps recordings from being played: %j', (policy, directive) => {
  expect(mediaObstacle(policy)).toBe(directive);
});
