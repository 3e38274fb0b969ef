import fc from 'fast-check';
import type { TenantClient } from '../support/service/tenant-client.js';
import { TestService } from '../support/service/test-service.js';
import { callEvent, microsOf } from '../support/events/event.js';

const NOW = Date.parse('2026-05-01T12:00:00Z');
const AT = microsOf('2026-05-01T09:00:00Z');

const started = (id: string) => callEvent('call.started', id, AT, { direction: 'inbound', agent: { id: 'a' } }, id);

let running: TestService;
let runs = 0;
beforeAll(async () => {
  running = await TestService.start(NOW);
});
afterAll(() => running.remove());

test('a replay folds the calls of the tenant that asks for it, and of no other', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'ab', 'a-b', 'b'), fc.integer({ min: 1, max: 4 })), {
        selector: ([name]) => name,
        minLength: 2,
      }),
      async (plan) => {
        const tenants: { name: string; client: TenantClient; calls: number }[] = [];
        runs += 1;
        for (const [prefix, calls] of plan) {
          const name = `${prefix}-${runs}`;
          tenants.push({ name, client: await running.tenant(name), calls });
        }
        for (const { client, calls } of tenants)
          await client.send(Array.from({ length: calls }, (_, call) => started(`call-${call}`)));
        await running.waitUntilProjected();
        const { ledger } = running.services;
        for (const { name, client, calls } of tenants) {
          expect(await client.request('POST', '/v1/replay')).toEqual({ status: 202, body: { entities: calls } });
          // Nothing of the others has become dirty.
          for (const other of tenants) if (other.name !== name) expect(ledger.changedOf(other.name)).toEqual([]);
          await running.waitUntilProjected();
        }
      },
    ),
    { numRuns: 8 },
  );
});
