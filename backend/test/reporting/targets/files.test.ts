import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { highlights } from '../../../src/reporting/targets/highlights.js';
import { S3Backend } from '../../../src/storage/blobs/s3/s3-backend.js';
import { S3Server } from '../../support/s3/s3-server.js';
import { FILES, patient, report, targets } from './sample-report.js';

describe('files', () => {
  test('lie in a folder of the run', async () => {
    const path = mkdtempSync(join(tmpdir(), 'callsight-target-'));
    try {
      const one = targets({ name: 'share', tenant: 'main', kind: 'folder', path });
      for (const run of ['0n5tq2', '../../0n5tq3'])
        expect(await one.send('main', 'share', report({ run }), patient)).toMatchObject({
          address: 'share',
          status: 'sent',
        });
      const found = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((file) =>
        /\.(csv|pdf)$/.test(file),
      );
      const folders = ['weekly/2026-11-30_0n5tq2', 'weekly/2026-11-30_0n5tq3'];
      expect(found.sort()).toEqual(
        folders.flatMap((folder) =>
          Object.keys(FILES)
            .sort()
            .map((name) => `${folder}/${name}`),
        ),
      );
      for (const name of Object.keys(FILES))
        expect(readFileSync(join(path, folders[0] ?? '', name), 'utf8')).toBe(FILES[name]);
    } finally {
      rmSync(path, { recursive: true });
    }
  });

  test.each(['/proc/none', join(__filename, 'below')])(
    'where no folder can be (%s) are not told to be there',
    async (path) => {
      const one = targets({ name: 'share', tenant: 'main', kind: 'folder', path });
      expect(await one.send('main', 'share', report(), patient)).toMatchObject({
        address: 'share',
        status: expect.stringMatching(/^re(?:try|fused)$/),
        message: expect.stringMatching(/^storage_/),
      });
    },
  );

  test('lie in a bucket', async () => {
    const server = await S3Server.start();
    try {
      const settings = server.settings('reports/');
      const one = targets({ name: 'archive', tenant: 'main', kind: 's3', ...settings });
      expect(await one.send('main', 'archive', report(), patient)).toMatchObject({
        address: 'archive',
        status: 'sent',
      });
      const backend = new S3Backend(server.client('reports/'), 'reports/');
      const { objects } = await backend.list('', undefined, 10, patient);
      expect(objects.map(({ key }) => key)).toEqual(
        Object.keys(FILES)
          .sort()
          .map((name) => `weekly/2026-11-30_0n5tq2/${name}`),
      );
      const stored = await backend.open('weekly/2026-11-30_0n5tq2/wöchentlich_1.csv', 100, patient);
      expect(stored?.head.toString()).toBe(FILES['wöchentlich_1.csv']);
    } finally {
      await server.stop();
    }
  }, 60_000);

  test('of a run that has none any more are a fault, not a success', async () => {
    const path = mkdtempSync(join(tmpdir(), 'callsight-target-'));
    try {
      const gone = report().files.map((file) => ({ ...file, read: () => Promise.reject(new Error('expired')) }));
      const sending = targets({ name: 'share', tenant: 'main', kind: 'folder', path }).send(
        'main',
        'share',
        report({ files: gone }),
        patient,
      );
      await expect(sending).rejects.toThrow('expired');
    } finally {
      rmSync(path, { recursive: true });
    }
  });
});

test('highlights are the findings and the key figures of a document', () => {
  const figure = { value: 1, unit: 'short', text: '432' };
  const section = {
    kind: 'kpis',
    title: '',
    subtitle: undefined,
    note: undefined,
    state: 'ok',
    reason: undefined,
    tables: [],
    queries: [],
    limits: [],
  } as const;
  const change = { direction: 'up', tone: 'good', text: '+8.5%' } as const;
  const tile = { metric: 'calls.count', title: 'Calls', figure, previous: undefined, spark: [] };
  const sections = [
    {
      ...section,
      content: {
        type: 'kpis',
        tiles: [
          { ...tile, change },
          { ...tile, change: undefined },
        ],
      },
    },
    {
      ...section,
      kind: 'findings',
      content: {
        type: 'findings',
        findings: [{ tone: 'good', headline: 'Calls rose', rest: 'to 432.', query: {} }],
        caveat: undefined,
      },
    },
    { ...section, state: 'failed', content: undefined },
  ] as const;
  expect(highlights({ sections } as never)).toEqual({
    findings: ['Calls rose to 432.'],
    figures: ['Calls: 432 ▲ 8.5%', 'Calls: 432'],
  });
});
