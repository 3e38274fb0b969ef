import { callEvent, microsOf } from '../support/events/event.js';
import { ServiceProcess } from '../support/service/service-process.js';

// Each round starts the service anew, which takes seconds on a busy machine.
jest.setTimeout(180_000);

const ROUNDS = 8;
const SENDERS = 4;
const FROM = '2026-03-01T00:00:00Z';
const TO = '2026-03-02T00:00:00Z';

/** A batch of whole calls. */
function batchOf(call: number): object[] {
  const id = `call-${call}`;
  const at = microsOf(FROM) + (call % 80_000) * 1_000_000;
  return [
    callEvent('call.started', id, at, { direction: 'inbound', agent: { id: 'a' }, from: '+4930123456' }, `${id}-s`),
    callEvent('call.answered', id, at + 3_000_000, {}, `${id}-a`),
    callEvent('call.turn', id, at + 9_000_000, { index: 0, latency_ms: { e2e: 700 } }, `${id}-t`),
    callEvent('call.ended', id, at + 63_000_000, { ended_by: 'caller' }, `${id}-e`),
  ];
}

describe('kill -9 under load', () => {
  let service: ServiceProcess;
  beforeAll(async () => {
    service = await ServiceProcess.start();
  });
  afterAll(() => service.remove());

  it(`keeps every acknowledged event through ${ROUNDS} kills, none twice, and queries agree with the ledger`, async () => {
    const acknowledged: number[] = [];
    let next = 0;

    const sendUntilGone = async (): Promise<void> => {
      for (;;) {
        const call = next;
        next += 1;
        const reply = await service.main.request('POST', '/v1/events', batchOf(call)).catch(() => undefined);
        if (reply === undefined) return;
        expect(reply.status).toBe(202);
        acknowledged.push(call);
      }
    };

    for (let round = 0; round < ROUNDS; round += 1) {
      const enough = acknowledged.length + 40 + round * 45;
      const senders = Array.from({ length: SENDERS }, sendUntilGone);
      // Killed in the middle of whatever goes on when so many are acknowledged, in a later phase of delivery each round.
      while (acknowledged.length < enough) await new Promise((resolve) => setImmediate(resolve));
      await service.kill();
      await Promise.all(senders);
      await service.start();
    }

    const found = await service.countCalls(FROM, TO);
    // Beyond those acknowledged there may be some that were on disk when the power went before the answer did.
    expect(found).toBeGreaterThanOrEqual(acknowledged.length);
    expect(found).toBeLessThanOrEqual(next);

    const again = acknowledged.flatMap(batchOf);
    const response = await service.main.request('POST', '/v1/events', again);
    expect(response.body).toEqual({ accepted: 0, duplicates: again.length, rejected: [] });
    expect(await service.countCalls(FROM, TO)).toBe(found);

    // The whole of what was ever sent: what the ledger did not have is accepted now, and then each call counts once.
    const all = Array.from({ length: next }, (_, call) => batchOf(call)).flat();
    const rest = (await service.main.post('/v1/events', all)) as { accepted: number };
    expect(rest.accepted).toBe((next - found) * 4);
    expect(await service.countCalls(FROM, TO)).toBe(next);
    expect(await service.stop()).toBe(0);
  });
});
