import { fetchRecipe } from '../../../src/recordings/fetch/fetch-recipe.js';
import { isOriginOf, type RecordingCredentials } from '../../../src/recordings/fetch/recording-account.js';

const SID = `AC${'0123456789abcdef'.repeat(2)}`;
const TWILIO = `https://api.twilio.com/2010-04-01/Accounts/${SID}/Recordings/RE1.wav`;
const twilio: RecordingCredentials = {
  scheme: 'basic',
  user: undefined,
  secret: 'the-token',
  origins: ['https://.twilio.com'],
};
const vapi: RecordingCredentials = {
  scheme: 'bearer',
  user: undefined,
  secret: 'the-key',
  origins: ['https://api.vapi.ai'],
};

const headers = (credentials: RecordingCredentials, address: string): Readonly<Record<string, string>> =>
  fetchRecipe(address, { source: 'twilio', channels: 1 }, { credentials }).headersFor(new URL(address));

test('Twilio is asked with the account of the address and its token, also in other regions', () => {
  const value = `Basic ${Buffer.from(`${SID}:the-token`).toString('base64')}`;
  expect(headers(twilio, TWILIO)).toEqual({ authorization: value });
  expect(headers(twilio, TWILIO.replace('api.', 'api.ie1.'))).toEqual({ authorization: value });
  expect(headers({ ...twilio, user: 'SK1' }, TWILIO)).toEqual({
    authorization: `Basic ${Buffer.from('SK1:the-token').toString('base64')}`,
  });
});

test('Vapi is asked with its key', () => {
  expect(headers(vapi, 'https://api.vapi.ai/file/1')).toEqual({ authorization: 'Bearer the-key' });
});

test.each([
  'https://twilio.com.evil.example/Accounts/x',
  'https://eviltwilio.com/',
  'http://api.twilio.com/',
  'https://api.twilio.com:8443/',
  'https://bucket.s3.amazonaws.com/x.wav',
])('credentials of Twilio do not go to %s', (address) => {
  expect(headers(twilio, address)).toEqual({});
});

test.each(['https://api.vapi.ai.evil.example/', 'http://api.vapi.ai/', 'https://storage.vapi.ai/a.wav'])(
  'the key of Vapi does not go to %s',
  (address) => {
    expect(headers(vapi, address)).toEqual({});
  },
);

test('both channels of Twilio are asked for where there are two', () => {
  const of = (channels: number | undefined): string =>
    fetchRecipe(TWILIO, { source: 'twilio', channels }, undefined).url.search;
  expect([of(2), of(1), of(undefined)]).toEqual(['?RequestedChannels=2', '', '']);
  expect(fetchRecipe(TWILIO, { source: 'code', channels: 2 }, undefined).url.search).toBe('');
});

test('an origin with a port is meant as it is', () => {
  const own = { origins: ['http://127.0.0.1:8080'] };
  expect(isOriginOf(new URL('http://127.0.0.1:8080/a'), own)).toBe(true);
  expect(isOriginOf(new URL('http://127.0.0.1:8081/a'), own)).toBe(false);
  expect(isOriginOf(new URL('https://127.0.0.1:8080/a'), own)).toBe(false);
});
