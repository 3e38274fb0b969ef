import { createRetell } from '../../src/providers/retell/create-retell.js';
import { createVapi } from '../../src/providers/vapi/create-vapi.js';
import { changed } from './changed.js';
import { payload } from './payload.js';

const vapi = createVapi();
const older = payload('vapi/end-of-call-report.2024-03.inbound-twilio.json');

test('a delivery without secrets comes back equal, and as a copy', () => {
  for (const name of ['vapi/end-of-call-report.2025-06.webcall.json', 'vapi/status-update.2025-06.webcall.json']) {
    const original = payload(name);
    expect(vapi.redact(original)).toEqual(original);
    expect(vapi.redact(original)).not.toBe(original);
  }
  const analyzed = payload('retell/call_analyzed.2025-10.json');
  expect(createRetell().redact(analyzed)).toEqual(analyzed);
});

test('the auth token of the phone number goes, the rest stays', () => {
  expect(vapi.redact(older)).toEqual(changed(older, { '/message/phoneNumber/twilioAuthToken': undefined }));
});

test('secrets go wherever they stand', () => {
  const leaky = {
    serverUrlSecret: 'leak',
    a: [{ apiKey: 'leak', provider: 'x' }, { 'x-api-key': 'leak' }],
    server: { headers: { Authorization: 'leak', 'x-vapi-secret': 'leak' }, url: 'https://example.invalid' },
    list: [{ name: 'Authorization', value: 'leak' }],
    credentials: [{ provider: 'x', accessToken: 'leak', nested: { deep: ['leak'] } }],
    access_token: 'leak',
    PASSWORD: 'leak',
    private_key: 'leak',
  };
  const kept = vapi.redact(leaky);
  expect(JSON.stringify(kept)).not.toContain('leak');
  expect(kept).toMatchObject({ a: [{ provider: 'x' }, {}], server: { url: 'https://example.invalid' } });
});

test('counts and ids are no secrets', () => {
  const harmless = {
    llmPromptTokens: 257,
    credentialId: 'c1',
    credentialIds: ['c1'],
    usage: { tokens: { values: [1] } },
  };
  expect(vapi.redact(harmless)).toEqual(harmless);
});

test('a bottomless payload is cut, not walked', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(50_000)}"leak"${']'.repeat(50_000)}`);
  expect(JSON.stringify(vapi.redact(deep))).toHaveLength(64 * 2 + 4);
  for (const value of [null, undefined, 3, 'text']) expect(() => vapi.redact(value)).not.toThrow();
});

test('what was redacted maps as before', () => {
  expect(vapi.map(vapi.redact(older), 0)).toEqual(vapi.map(older, 0));
});
