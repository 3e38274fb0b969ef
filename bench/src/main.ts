import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchAlerts } from './alerts/section.js';
import { benchBlobs } from './blobs.js';
import { buildDatabase } from './build-database.js';
import { benchAttribution, benchConversionQueries } from './conversion.js';
import { benchExports } from './exports.js';
import { benchDashboards, benchGrpc } from './grafana.js';
import { benchIngest } from './ingest.js';
import { benchInterference } from './interference-section.js';
import { withQueryServer } from './query-server.js';
import { benchQueries } from './queries.js';
import { benchRecord } from './record.js';
import { withSection } from './record-section.js';
import { benchRecordings } from './recordings.js';
import { benchThresholds } from './thresholds.js';
import { benchTranscripts } from './transcripts.js';
import { benchWebhooks } from './webhooks.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seconds: { type: 'string', default: '8' },
    millions: { type: 'string', default: '1,10' },
    'record-millions': { type: 'string', default: '0.1' },
    transcripts: { type: 'string', default: '100000' },
    'interference-seconds': { type: 'string', default: '300' },
    out: { type: 'string', default: 'docs/benchmarks.md' },
  },
});

const model = cpus()[0]?.model ?? 'unknown';
const lines = [
  '# Benchmarks',
  '',
  `Written by \`npm run bench\` on Node ${process.version}, ${cpus().length} cores (${model}). Server and load share the machine, so that`,
  'only ratios within one run say anything about another machine.',
  '',
];
const runs = (name: string): boolean => values.only === undefined || values.only === name;
if (runs('ingest')) {
  lines.push(
    '## Events accepted durably',
    '',
    'Simulated traffic (call, turn, funnel, booking and health events) over loopback. Every 202 means synced to disk; folding',
    'into rows and writing to DuckDB go on at the same time. "Without a store" is the same route with the same validation.',
    'The first column is to reach its goal in events a second, the share its goal as a ratio; p99 of single events < 30 ms.',
    '',
    ...(await benchIngest(Number(values.seconds))),
    '',
  );
}
const conversion = [
  '## Conversion',
  '',
  'Questions over 30 days, in a database with so many calls in it (ten million are ten months). Median of five over the API,',
  'no answer kept.',
  '',
  '| calls | query | ms | goal |',
  '|---|---|---|---|',
];
const dashboards = [
  '## Grafana',
  '',
  'Every dashboard as it opens, all agents chosen, over databases with so many calls (ten million are ten months). Each question',
  'alone (median of three, no answer kept): their sum, and the slowest. Then the whole dashboard in one request, cold and once',
  'more. Goals in brackets.',
  '',
  '| calls | dashboard | questions | sum, ms | slowest, ms | whole, ms | again, ms |',
  '|---|---|---|---|---|---|---|',
];
const grpc = [
  '',
  'The same question over HTTP (JSON) and over the socket of Grafana (gRPC, Arrow), in turns; median of fifteen, no answer kept.',
  '',
  '| calls | question | HTTP, ms | gRPC, ms | gRPC / HTTP |',
  '|---|---|---|---|---|',
];
const asksQueries = ['queries', 'conversion', 'grafana'].some(runs);
for (const millions of asksQueries ? values.millions.split(',') : []) {
  await withQueryServer(Number(millions) * 1_000_000, buildDatabase, async (asked) => {
    if (runs('queries')) lines.push(...(await benchQueries(asked)), '');
    if (runs('conversion')) conversion.push(...(await benchConversionQueries(asked)));
    if (runs('grafana')) {
      dashboards.push(...(await benchDashboards(asked)));
      grpc.push(...(await benchGrpc(asked)));
    }
  });
}
conversion.push('');
const grafana = [...dashboards, ...grpc, ''];
const attribution = runs('attribution') ? await benchAttribution() : [];
const webhooks = runs('webhooks') ? await benchWebhooks(Number(values.seconds)) : [];
const interference = runs('interference') ? await benchInterference(Number(values['interference-seconds'])) : [];
const thresholds = runs('thresholds')
  ? await benchThresholds(values.millions.split(',').map((millions) => Number(millions) * 1_000_000))
  : [];
const alerts = runs('alerts') ? await benchAlerts() : [];
const blobs = runs('blobs') ? await benchBlobs() : [];
const recordings = runs('recordings') ? await benchRecordings() : [];
const transcripts = runs('transcripts') ? await benchTranscripts(Number(values.transcripts)) : [];
const exported = runs('exports') ? await benchExports() : [];
const record = runs('record')
  ? await benchRecord(Number(values['record-millions']) * 1_000_000, Number(values.seconds))
  : [];
/** A section that was measured alone takes the place of its older one. */
const section = {
  conversion,
  attribution,
  grafana,
  webhooks,
  interference,
  thresholds,
  alerts,
  blobs,
  recordings,
  transcripts,
  exports: exported,
  record,
}[values.only ?? ''];
await writeFile(
  values.out,
  section === undefined
    ? [
        ...lines,
        ...conversion,
        ...attribution,
        '',
        ...grafana,
        ...webhooks,
        ...interference,
        ...thresholds,
        ...alerts,
        ...blobs,
        ...recordings,
        '',
        ...transcripts,
        ...exported,
        ...record,
      ].join('\n')
    : withSection(await readFile(values.out, 'utf8'), section),
);
