import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { ServiceProcess } from '../support/service/service-process.js';
import { TEST_KEY } from '../support/service/service-under-test.js';

const ROOT = join(__dirname, '../../..');
const text = readFileSync(join(ROOT, 'docs/kpi-tracking.md'), 'utf8');
const blocks = [...text.matchAll(/^```(sh|text|yaml)\n([\s\S]*?)^```$/gm)].map(([, language = '', content = '']) => ({
  language,
  content,
}));

/** Commands, and what the document says that they print. */
const examples = blocks.flatMap(({ language, content }, index) => {
  if (language !== 'sh') return [];
  const next = blocks[index + 1];
  return [{ commands: content, printed: next?.language === 'text' ? next.content : '' }];
});

const END = '—— end of an example ——';

/** Runs all commands in one shell, as one who follows the document does. @returns what each example prints */
async function follow(folder: string, url: string): Promise<string[]> {
  const callsight = join(folder, 'callsight');
  const main = join(ROOT, 'backend/dist/cli/main.js');
  await writeFile(callsight, `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`);
  await chmod(callsight, 0o755);
  const script = ['set -eo pipefail', ...examples.map(({ commands }) => `${commands}\necho '${END}'`)].join('\n');
  const child = spawn('bash', ['-c', script], {
    cwd: folder,
    env: {
      PATH: [folder, dirname(process.execPath), process.env['PATH']].join(delimiter),
      CALLSIGHT_URL: url,
      CALLSIGHT_API_KEY: TEST_KEY,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out.split(`${END}\n`).slice(0, -1);
}

test('every command of the guide prints what the guide says', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'callsight-guide-'));
  const service = await ServiceProcess.start({ CALLSIGHT_TIMEZONE: 'Europe/Berlin' });
  try {
    const printed = await follow(folder, service.url);
    expect(examples).toHaveLength(9);
    expect(printed).toEqual(examples.map((example) => example.printed));
  } finally {
    await service.remove();
    await rm(folder, { recursive: true });
  }
}, 480_000);

interface Route {
  readonly receiver: string;
  readonly object_matchers: readonly (readonly [string, string, string])[];
}

/** Labels of an alert: those of the rules, and those that states of thresholds have. */
const LABELS = ['service', 'severity', 'threshold', 'component'];

test('alerts are routed by labels that they have, to thresholds of the guide', () => {
  const yaml = blocks.filter(({ language }) => language === 'yaml').map(({ content }) => content);
  const { routes } = parse(yaml.join('')) as { routes: readonly Route[] };
  const matchers = routes.flatMap((route) => route.object_matchers);
  expect(matchers.map(([label]) => label).filter((label) => !LABELS.includes(label))).toEqual([]);
  const ids = matchers.flatMap(([label, , value]) => (label === 'threshold' ? value.split('|') : []));
  expect(ids.length).toBeGreaterThan(0);
  // Within double quotes of a shell, quotes are escaped.
  const written = text.replaceAll(String.raw`\"`, '"');
  for (const id of ids) expect(written).toContain(`"id": "${id}"`);
});
