import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Config } from '../../src/config/config.js';
import { problemsOf as settingsProblems } from './problems.js';
import { TargetsFile } from '../../src/config/targets-file.js';
import { REPOSITORY } from '../compose/repository.js';
import { codesOf, tableRows } from '../documents/table-rows.js';

const folder = mkdtempSync(join(tmpdir(), 'callsight-targets-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const read = (text: string): Config['targets'] => {
  writeFileSync(join(folder, 'targets.yaml'), text);
  return readConfig({ CALLSIGHT_TARGETS_FILE: join(folder, 'targets.yaml') }).config.targets;
};
const problemsOf = (text: string): readonly string[] => {
  writeFileSync(join(folder, 'targets.yaml'), text);
  return settingsProblems({ CALLSIGHT_TARGETS_FILE: join(folder, 'targets.yaml') });
};
const problemOf = (entry: string): readonly string[] => problemsOf(`targets: [{ name: one, ${entry} }]`);

test('without a file there are none, and private addresses are refused', () => {
  expect(readConfig({}).config.targets).toEqual({ definitions: [], allowsPrivate: false });
  expect(read('')).toEqual({ definitions: [], allowsPrivate: false });
});

test('each kind is read, with secrets from files', () => {
  writeFileSync(join(folder, 'secret'), 'a-secret-of-many-letters\n');
  const secret = join(folder, 'secret');
  const { definitions } = read(
    `
targets:
  - { name: hook, kind: webhook, url: https://example.com/in, secret_file: ${secret} }
  - { name: team, tenant: other, kind: slack, url_file: ${join(folder, 'url')} }
  - { name: share, kind: folder, path: /srv/reports }
  - { name: archive, kind: s3, url: 's3://reports/calls?region=eu-central-1', access_key_id: id, secret_access_key_file: ${secret} }
`.replace(`url_file: ${join(folder, 'url')}`, 'url: https://hooks.slack.example/T0'),
  );
  expect(definitions).toEqual([
    {
      name: 'hook',
      tenant: 'main',
      kind: 'webhook',
      url: 'https://example.com/in',
      secret: 'a-secret-of-many-letters',
    },
    { name: 'team', tenant: 'other', kind: 'slack', url: 'https://hooks.slack.example/T0' },
    { name: 'share', tenant: 'main', kind: 'folder', path: '/srv/reports' },
    {
      name: 'archive',
      tenant: 'main',
      kind: 's3',
      bucket: 'reports',
      prefix: 'calls/',
      region: 'eu-central-1',
      endpoint: undefined,
      accessKeyId: 'id',
      secretAccessKey: 'a-secret-of-many-letters',
    },
  ]);
});

test.each<[string, string, RegExp]>([
  ['a kind that is none', 'kind: fax', /\/targets\/0\/kind: /],
  ['a field that is none', 'kind: slack, url: https://a.example, color: red', /\/targets\/0\/color: /],
  [
    'a field of another kind',
    'kind: slack, url: https://a.example, path: /srv',
    /\/targets\/0\/path: a target of kind slack has none$/,
  ],
  ['no address', 'kind: slack', /\/targets\/0\/url: needed$/],
  ['an address of another kind', 'kind: slack, url: ftp://a.example', /\/targets\/0\/url: expected an address/],
  [
    'a short secret',
    'kind: webhook, url: https://a.example, secret: short',
    /\/targets\/0\/secret: expected at least 16 characters$/,
  ],
  [
    'a file that is not there',
    'kind: slack, url_file: /no/such',
    /\/targets\/0\/url_file: cannot read the file \(ENOENT\)$/,
  ],
  [
    'a wrong bucket',
    'kind: s3, url: s3://UP, access_key_id: a, secret_access_key: b',
    /\/targets\/0\/url: expected the name of a bucket/,
  ],
])('refuses %s', (_, entry, message) => {
  expect(problemOf(entry)).toContainEqual(expect.stringMatching(message));
});

test('refuses a name that stands twice, and a text that is no YAML, without what stands in it', () => {
  const entry = '{ name: one, kind: folder, path: /srv }';
  expect(problemsOf(`targets: [${entry}, ${entry}]`)).toEqual([
    'CALLSIGHT_TARGETS_FILE: the target main/one stands there twice',
  ]);
  const problems = problemsOf('targets: [{ secret: my-secret');
  expect(problems).toEqual([expect.stringMatching(/^CALLSIGHT_TARGETS_FILE: not valid YAML/)]);
  expect(problems.join()).not.toContain('my-secret');
});

test('the document has the fields of the file, and its example is valid', () => {
  const text = readFileSync(join(REPOSITORY, 'docs/configuration.md'), 'utf8');
  const documented = tableRows(text, 'Targets', 'Each target:').flatMap((row) => codesOf(row['name']));
  expect(documented.sort()).toEqual(Object.keys(TargetsFile.properties.targets.items.properties).sort());
  const [, example = ''] = /```yaml\n(targets:.*?)```/s.exec(text) ?? [];
  writeFileSync(join(folder, 'long'), 'https://hooks.example.com/long');
  const { definitions } = read(example.replaceAll(/\/run\/secrets\/\w+/g, join(folder, 'long')));
  expect(definitions.map(({ kind }) => kind)).toEqual(['webhook', 'slack', 'folder', 's3']);
});
