import type { CallDetail } from '@callsight/contract/call-detail';
import { changed } from '../providers/changed.js';
import { payload } from '../providers/payload.js';
import { startRunningService, type RunningService } from '../../support/running-service.js';
import { deliver, SECRETS } from './platforms.js';

const NOW = Date.parse('2026-05-10T12:00:00.000Z');

let running: RunningService;
beforeAll(async () => {
  running = await startRunningService(NOW, SECRETS);
});
afterAll(() => running.stop());

const of = (call: string, file: string, changes: Readonly<Record<string, unknown>>) =>
  JSON.stringify(changed(payload(`retell/${file}.2025-10.json`), { '/call/call_id': call, ...changes }));

const DELIVERIES = {
  started: (call: string) => of(call, 'call_started', {}),
  ended: (call: string) =>
    of(call, 'call_ended', {
      '/call/call_cost': undefined,
      '/call/disconnection_reason': null,
      '/call/end_timestamp': 1_761_297_700_000,
    }),
  analyzed: (call: string) => of(call, 'call_analyzed', {}),
};
type Name = keyof typeof DELIVERIES;

const orders = (names: readonly Name[]): Name[][] =>
  names.length === 0
    ? [[]]
    : names.flatMap((first) => orders(names.filter((name) => name !== first)).map((rest) => [first, ...rest]));

test.each(orders(['started', 'ended', 'analyzed']).map((order) => [order.join(', '), order] as const))(
  'Retell: cost, reason and end that are told later count when they arrive as %s',
  async (name, order) => {
    const id = `call_${name.replaceAll(', ', '_')}`;
    for (const one of order) {
      expect((await deliver(running.service.app, 'retell', DELIVERIES[one](id), NOW)).status).toBe(200);
      // Each is mapped and folded before the next arrives.
      await running.service.services.inbox.drain();
      await running.settled();
    }
    const { call } = (await running.main.request('GET', `/v1/calls/${id}`)).body as CallDetail;
    expect(call).toMatchObject({
      cost: '0.0456',
      currency: 'USD',
      end_reason: 'user_hangup',
      ended_by: 'caller',
      ended_at: '2025-10-24T09:21:46.005Z',
      duration: 35.303,
      success: false,
    });
  },
);
