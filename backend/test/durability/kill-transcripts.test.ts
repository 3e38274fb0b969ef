import type { Transcript } from '@callsight/contract/transcripts';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceProcess } from '../support/service/service-process.js';
import { until } from '../support/service/until.js';
import { callEvents, put } from '../recordings/transcripts/calls.js';
import { sample, SECRETS, SIGN } from '../ingest/webhooks/platforms.js';

const PATH = '/v1/webhooks/retell';
const SETTINGS = { ...SECRETS, CALLSIGHT_KEEP_TRANSCRIPTS: 'true' };

const { call: SAMPLE } = JSON.parse(sample('retell/call_ended.2025-10.json')) as { call: Record<string, unknown> };

function reported(id: string): string {
  const { telephony_identifier: _, transcript: _b, transcript_with_tool_calls: _c, ...rest } = SAMPLE;
  const said = [{ role: 'agent', content: `You said ${id}`, words: [{ word: id, start: 1, end: 2 }] }];
  return JSON.stringify({
    event: 'call_ended',
    call: { ...rest, custom_sip_headers: {}, call_id: id, transcript_object: said },
  });
}

/** Sends webhooks, and transcripts from code, until the service is gone; adds those that it acknowledged to the lists. */
async function sendUntilGone(
  service: ServiceProcess,
  round: number,
  webhooks: string[],
  puts: string[],
): Promise<void> {
  const bySide = async (lane: number): Promise<void> => {
    for (let count = 0; ; count += 1) {
      const id = `call-${round}-${lane}-${count}`;
      const body = reported(id);
      const headers = SIGN.retell(body, Date.now(), SECRETS.CALLSIGHT_RETELL_API_KEY, PATH);
      const answer = await fetch(service.url + PATH, { method: 'POST', headers, body }).catch(() => undefined);
      if (answer?.status !== 200) return;
      webhooks.push(id);
    }
  };
  const byCode = async (): Promise<void> => {
    for (let count = 0; ; count += 1) {
      const id = `code-${round}-${count}`;
      const sent = await service.main.send(callEvents(id)).catch(() => undefined);
      const answer =
        sent === undefined ? undefined : await put(service.main, id, `You said ${id}`).catch(() => undefined);
      if (answer?.status !== 201) return;
      puts.push(id);
    }
  };
  await Promise.all([bySide(0), bySide(1), bySide(2), byCode()]);
}

const filesIn = (folder: string): string[] =>
  readdirSync(join(folder, 'blobs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));

test('what was acknowledged becomes one transcript of its call, whenever the service is killed', async () => {
  const service = await ServiceProcess.start(SETTINGS);
  const webhooks: string[] = [];
  const puts: string[] = [];
  try {
    for (let round = 0; round < 4; round += 1) {
      const sending = sendUntilGone(service, round, webhooks, puts);
      await until(() => Promise.resolve(webhooks.length > 25 * (round + 1) && puts.length > 3 * (round + 1)));
      await service.kill();
      await sending;
      await service.start();
    }
    await service.waitUntilReady();
    const textOf = async (id: string): Promise<string | undefined> => {
      const { body } = await service.main.request('GET', `/v1/calls/${id}/transcript`);
      return (body as Partial<Transcript>).segments?.map(({ text }) => text).join('\n');
    };
    const all = [...webhooks, ...puts];
    await until(async () => (await Promise.all(all.map(textOf))).every((text) => text !== undefined));
    for (const id of all) expect(await textOf(id)).toBe(`You said ${id}`);

    // Nothing is stored twice, or left behind: a file for each call that has a transcript. Some were killed before their answer.
    const range = { from: '2020-01-01T00:00:00Z', to: '2030-01-01T00:00:00Z' };
    const found = new Set<string>();
    const search = async (): Promise<number> => {
      found.clear();
      for (let cursor: string | null | undefined; cursor !== null;) {
        const body = { ...range, words: 'said', limit: 100, ...(cursor === undefined ? {} : { cursor }) };
        const page = (await service.main.post('/v1/transcripts/search', body)) as {
          calls: { call_id: string }[];
          next_cursor: string | null;
        };
        for (const { call_id } of page.calls) found.add(call_id);
        cursor = page.next_cursor;
      }
      return found.size;
    };
    await until(async () => (await search()) === filesIn(service.folder).length);
    expect(all.filter((id) => !found.has(id))).toEqual([]);
    await service.stop();
  } finally {
    await service.remove();
  }
}, 240_000);
