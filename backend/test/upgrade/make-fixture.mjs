/**
 * Writes a data folder with the built service, and what the service answers from it, for `upgrade.test.ts`:
 *
 *   npm run build && node backend/test/upgrade/make-fixture.mjs VERSION
 *
 * `VERSION.tar.gz` is the folder of a service that was stopped, `VERSION.json` the questions' answers. A fixture is made once
 * for each version that leaves the house and never again: the test is about folders that older code wrote.
 */
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap, dist, settings, startBuilt } from './built-service.mjs';

const here = import.meta.dirname;
const [version] = process.argv.slice(2);
if (!/^[\w.-]+$/.test(version ?? '')) throw new Error('usage: make-fixture.mjs VERSION');
const TO = '2026-11-24T00:00:00Z';
const DAYS = 4;

const folder = mkdtempSync(join(tmpdir(), 'callsight-fixture-'));
const service = await startBuilt(join(folder, 'data'));
const { ask, url } = service;

const run = (...args) =>
  execFileSync(process.execPath, [join(dist, 'cli/main.js'), ...args], {
    env: { PATH: process.env.PATH, CALLSIGHT_URL: url, CALLSIGHT_API_KEY: bootstrap },
    encoding: 'utf8',
  });

run('simulate', '--url', url, '--days', String(DAYS), '--to', TO, '--calls-per-day', '60', '--seed', 'upgrade');
for (const tenant of ['main', 'second'])
  await ask('POST', '/v1/events', [{ specversion: '1.0', id: tenant, source: 's', type: 'call.unheard_of' }]);
const key = run('keys', 'create', '--name', 'second', '--scopes', 'ingest,query', '--tenant', 'second').trim();
const event = { specversion: '1.0', source: 'second', subject: 'of the second tenant', time: '2026-11-22T10:00:00Z' };
const taken = await ask(
  'POST',
  '/v1/events',
  [
    {
      ...event,
      id: '1',
      type: 'call.started',
      data: { direction: 'inbound', agent: { id: 'a' }, attributes: { plan: 'pro' } },
    },
    { ...event, id: '2', type: 'call.analyzed', data: { success: true } },
  ],
  { authorization: `Bearer ${key}` },
);
if (taken.accepted !== 2) throw new Error(JSON.stringify(taken));
await ask('POST', '/v1/metrics', {
  id: 'confirmed_share',
  title: 'Confirmed bookings for each call',
  formula: 'bookings.confirmed / calls.count',
});
await ask('POST', '/v1/funnels', {
  id: 'offer',
  title: 'Offer',
  steps: ['call.started', 'slot.offered'],
  window: '1h',
});
const payload = (name) => readFileSync(join(here, '../payloads', name), 'utf8').trim();
const signature = (secret, text) => createHmac('sha256', secret).update(text).digest('hex');
for (const name of ['end-of-call-report.2025-06.webcall', 'status-update.2025-06.webcall']) {
  const body = payload(`vapi/${name}.json`);
  const now = String(Date.now());
  const signed = signature(settings.CALLSIGHT_VAPI_SECRET, `${now}.${body}`);
  await ask('POST', '/v1/webhooks/vapi', body, { 'x-timestamp': now, 'x-signature': signed });
}
const paid = payload('stripe/invoice.paid.json');
const seconds = Math.floor(Date.now() / 1_000);
const signed = signature(settings.CALLSIGHT_STRIPE_WEBHOOK_SECRET, `${seconds}.${paid}`);
await ask('POST', '/v1/webhooks/stripe', paid, { 'stripe-signature': `t=${seconds},v1=${signed}` });
await ask('POST', '/v1/webhooks/stripe', paid, { 'stripe-signature': 't=1,v1=00' });

await service.waitFor(({ rows }) => rows.pending === 0);
const now = Date.now();
const range = { from: '2026-11-20T00:00:00Z', to: TO, timezone: 'Europe/Berlin' };
const answers = await service.answers(range);
const others = {
  quarantine: (await ask('GET', '/v1/quarantine')).events.map(({ id, code }) => [id, code]),
  vapi: (await ask('GET', '/v1/deliveries/vapi')).deliveries.map(({ id, status, events }) => [id, status, events]),
  stripe: (await ask('GET', '/v1/deliveries/stripe')).deliveries.map(({ id, status }) => [id, status]),
};
await service.stop();
execFileSync('tar', ['-czf', join(here, `${version}.tar.gz`), '-C', join(folder, 'data'), '.']);
writeFileSync(join(here, `${version}.json`), `${JSON.stringify({ now, key, range, answers, others })}\n`);
rmSync(folder, { recursive: true });
