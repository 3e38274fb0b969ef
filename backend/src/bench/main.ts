import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchIngest } from './ingest.js';
import { benchQueries } from './queries.js';
import { benchRecord } from './record.js';
import { withSection } from './record-section.js';
import { benchWebhooks } from './webhooks.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seconds: { type: 'string', default: '8' },
    millions: { type: 'string', default: '1,10' },
    'record-millions': { type: 'string', default: '0.1' },
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
if (runs('queries')) {
  for (const millions of values.millions.split(','))
    lines.push(...(await benchQueries(Number(millions) * 1_000_000)), '');
}
const webhooks = runs('webhooks') ? await benchWebhooks(Number(values.seconds)) : [];
const record = runs('record')
  ? await benchRecord(Number(values['record-millions']) * 1_000_000, Number(values.seconds))
  : [];
/** A section that was measured alone takes the place of its older one. */
const section = { webhooks, record }[values.only ?? ''];
await writeFile(
  values.out,
  section === undefined
    ? [...lines, ...webhooks, ...record].join('\n')
    : withSection(await readFile(values.out, 'utf8'), section),
);
