import { DuckDBInstance } from '@duckdb/node-api';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TestService } from '../../support/service/test-service.js';
import { deliver, sample, SECRETS } from '../../ingest/webhooks/platforms.js';
import { callEvents, KEEPS, listed, NOW, put, RANGE } from './calls.js';

const NUMBER = '+4930901820';

/** Everything that a folder holds, whatever the file. */
function bytesOf(folder: string): Buffer {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return Buffer.concat(files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file)));
}

/** Calls whose words are listed in the database of a stopped service. */
async function listedCalls(folder: string): Promise<unknown[]> {
  const instance = await DuckDBInstance.create(join(folder, 'callsight.duckdb'));
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll('SELECT call_id FROM transcript_words');
  connection.closeSync();
  instance.closeSync();
  return reader.getRows().map(([call]) => call);
}

/** A text as it may stand in a file. */
const forms = (text: string): Buffer[] => [
  Buffer.from(text),
  Buffer.from(text, 'utf16le'),
  Buffer.from(Buffer.from(text).toString('base64').replace(/=+$/, '')),
];

const retellCall = (id: string, text: string): string => {
  const { call } = JSON.parse(sample('retell/call_ended.2025-10.json')) as { call: Record<string, unknown> };
  const said = [{ role: 'user', content: text, words: [{ word: text, start: 1, end: 2 }] }];
  const { telephony_identifier: _, ...rest } = call;
  const known = { ...rest, custom_sip_headers: {}, call_id: id, from_number: NUMBER, transcript_object: said };
  return JSON.stringify({ event: 'call_ended', call: known });
};

describe('erasing a person', () => {
  const service = TestService.forTests(NOW, { ...SECRETS, ...KEEPS });
  const callers = async (): Promise<string> => {
    const [[caller] = []] = await service.main.values(
      {
        metrics: ['calls.count'],
        groupBy: ['caller'],
        filters: [{ dimension: 'caller', op: 'not in', values: [null] }],
      },
      { from: '2020-01-01T00:00:00Z', to: '2026-06-01T00:00:00Z' },
    );
    return String(caller);
  };
  it('deletes the transcripts of all their calls, also one that waits, and no byte of a word is left', async () => {
    await service.main.send([...callEvents('theirs', 0, { from: NUMBER }), ...callEvents('other', 1)]);
    expect(await deliver(service.app, 'retell', retellCall('platform', 'Xylophonist quartet'), NOW)).toMatchObject({
      status: 200,
    });
    await service.services.inbox.tick();
    await service.waitUntilProjected();
    await put(service.main, 'theirs', 'Zeppelinfahrt gewünscht');
    await put(service.main, 'other', 'Quokka remains');
    await listed(service);
    const found = async (words: string): Promise<number> => {
      const range = { from: '2020-01-01T00:00:00Z', to: RANGE.to };
      const answer = await service.main.post('/v1/transcripts/search', { ...range, words });
      return (answer as { calls: unknown[] }).calls.length;
    };
    for (const word of ['zeppelinfahrt', 'xylophonist', 'quokka']) expect(await found(word)).toBe(1);

    const { body } = await service.main.request('DELETE', `/v1/callers/${await callers()}`);
    expect(body).toEqual({ calls: 2 });

    for (const word of ['zeppelinfahrt', 'xylophonist']) expect(await found(word)).toBe(0);
    expect(await found('quokka')).toBe(1);
    for (const id of ['theirs', 'platform'])
      expect(await service.main.request('GET', `/v1/calls/${id}/transcript`)).toMatchObject({ status: 404 });
    expect((await service.services.blobs.list('main/transcripts/')).blobs).toHaveLength(1);
    expect(await service.services.transcripts.has('main', ['theirs', 'platform', 'other'])).toEqual(new Set(['other']));

    // What the platform sends afterwards is dropped.
    await deliver(service.app, 'retell', retellCall('platform', 'Xylophonist again'), NOW);
    await service.services.inbox.tick();
    await listed(service);
    expect((await service.services.blobs.list('main/transcripts/')).blobs).toHaveLength(1);

    const keys = await service.services.ledger.store.keys().all();
    const ofTranscripts = keys.filter((key) => /^T[a-z]\0/.test(key));
    expect(ofTranscripts.filter((key) => !key.includes('\0other'))).toEqual([]);
    await service.stop();
    expect(await listedCalls(service.folder)).toEqual(['other']);
    const bytes = bytesOf(service.folder);
    for (const word of ['Zeppelinfahrt', 'zeppelinfahrt', 'Xylophonist', 'xylophonist', 'gewünscht', 'Quokka'])
      for (const form of forms(word)) expect(bytes.includes(form)).toBe(false);
    await service.startReady({ ...SECRETS, ...KEEPS });
    expect(await service.main.request('GET', '/v1/calls/other/transcript')).toMatchObject({ status: 200 });
  });
});
