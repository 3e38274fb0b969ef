import { checkUrl } from '../../src/app/config/check-url';

test('an address has a scheme and no slash at its end', () => {
  expect(checkUrl('http://callsight:4000')).toBeUndefined();
  expect(checkUrl('https://calls.example/base')).toBeUndefined();
  expect(checkUrl('')).toBeUndefined();
  expect(checkUrl('callsight:4000')).toBe('An address like http://callsight:4000');
  expect(checkUrl('http://callsight:4000/')).toBe('Without a slash at its end');
});
