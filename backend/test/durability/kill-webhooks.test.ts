import type { DeliveryPage } from '@callsight/contract/deliveries';
import { ServiceProcess } from '../support/service/service-process.js';
import { until } from '../support/service/until.js';
import { form, SECRETS, SIGN } from '../ingest/webhooks/platforms.js';

const PATH = '/v1/webhooks/twilio';

const callback = (sid: string): string =>
  form({
    CallSid: sid,
    From: '+4930123456',
    To: '+15550100123',
    Direction: 'inbound',
    CallStatus: 'completed',
    CallDuration: '10',
    Timestamp: 'Fri, 01 May 2026 12:00:00 +0000',
  });

/** Sends callbacks until the service is gone, and adds those that it acknowledged to the list. */
async function sendUntilGone(service: ServiceProcess, round: number, acknowledged: string[]): Promise<void> {
  const send = async (lane: number): Promise<void> => {
    for (let count = 0; ; count += 1) {
      const sid = `CA-${round}-${lane}-${count}`;
      const body = callback(sid);
      const headers = SIGN.twilio(body, 0, SECRETS.CALLSIGHT_TWILIO_AUTH_TOKEN, PATH);
      const answer = await fetch(service.url + PATH, { method: 'POST', headers, body }).catch(() => undefined);
      if (answer?.status !== 200) return;
      acknowledged.push(sid);
    }
  };
  await Promise.all([0, 1, 2, 3].map(send));
}

test('what was acknowledged survives a kill at any moment, and is mapped after it', async () => {
  const service = await ServiceProcess.start(SECRETS);
  const acknowledged: string[] = [];
  try {
    for (let round = 0; round < 3; round += 1) {
      const sending = sendUntilGone(service, round, acknowledged);
      // Counts acknowledgements, not stored deliveries: a stored one may be killed before its answer.
      await until(() => Promise.resolve(acknowledged.length > 20 * (round + 1)));
      await service.kill();
      await sending;
      await service.start();
    }
    await until(async () => (await waitingIn(service)) === 0);
    const sids = await allKinds(service);
    expect(acknowledged.length).toBeGreaterThan(60);
    expect(acknowledged.filter((sid) => !sids.has(sid))).toEqual([]);
    await service.stop();
  } finally {
    await service.remove();
  }
});

async function waitingIn(service: ServiceProcess): Promise<number> {
  const { counts } = (await service.main.get('/v1/deliveries/counts')) as {
    counts: { status: string; deliveries: number }[];
  };
  return counts.filter(({ status }) => status === 'received').reduce((sum, { deliveries }) => sum + deliveries, 0);
}

/** Ids of all calls of which a delivery was mapped. */
async function allKinds(service: ServiceProcess): Promise<Set<string>> {
  const sids = new Set<string>();
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = (await service.main.get(
      `/v1/deliveries/twilio?limit=500&status=mapped${cursor === '' ? '' : `&cursor=${cursor}`}`,
    )) as DeliveryPage;
    for (const { id } of page.deliveries) {
      const { payload } = (await service.main.get(`/v1/deliveries/twilio/${id}`)) as { payload: { CallSid: string } };
      sids.add(payload.CallSid);
    }
    cursor = page.next_cursor;
  }
  return sids;
}
