/* eslint-disable max-lines -- one document, compared in both directions */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TObject } from '@sinclair/typebox';
import { ConnectionsFile } from '../../src/config/connections-file.js';
import { readConfig, type Config } from '../../src/config/config.js';
import { problemsOf } from '../config/problems.js';
import { AcuitySettings } from '../../src/ingest/providers/acuity/acuity-settings.js';
import { EndReason } from '../../src/ingest/providers/facts/end-reason.js';
import { RetellSettings } from '../../src/ingest/providers/retell/create-retell.js';
import { StripeSettings } from '../../src/ingest/providers/stripe/stripe-settings.js';
import { TwilioSettings } from '../../src/ingest/providers/twilio/create-twilio.js';
import { VapiSettings } from '../../src/ingest/providers/vapi/vapi-settings.js';
import { composeVariables } from '../compose/compose-file.js';
import { codeOf, codesOf, tableRows, type TableRow } from './table-rows.js';

const ROOT = join(__dirname, '../../..');
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const text = textOf('docs/configuration.md');

const SECTIONS = [
  'Listening',
  'Data',
  'Files',
  'Recordings',
  'Mail',
  'Targets',
  'Access',
  'Events',
  'Callers',
  'Metrics',
  'Checks',
  'Queries',
  'Reports',
  'Exports',
  'Retention',
  'InfluxDB',
  'Webhooks',
];

interface Setting extends TableRow {
  readonly name: string;
}

const settingsOf = (heading: string): Setting[] =>
  tableRows(text, heading).map((row) => ({ ...row, name: codeOf(row['variable']) ?? '' }));
const SERVICE = SECTIONS.flatMap(settingsOf);
const TOOLS = settingsOf('Command line and development');
const GRAFANA = settingsOf('Grafana');
/** Every name that stands in the document; a secret has a second one, for its file. */
const KNOWN = new Set(
  [...SERVICE, ...TOOLS, ...GRAFANA].flatMap(({ name, type }) => (type === 'secret' ? [name, `${name}_FILE`] : [name])),
);
const ofType = (type: string): Setting[] => SERVICE.filter((row) => row['type'] === type);

/** Secrets of all platforms, so that their settings are read, too. */
const PLATFORMS = {
  CALLSIGHT_VAPI_SECRET: 'secret-of-vapi-0123',
  CALLSIGHT_RETELL_API_KEY: 'key-of-retell-0123',
  CALLSIGHT_TWILIO_AUTH_TOKEN: 'token-of-twilio-0123',
  CALLSIGHT_ACUITY_API_KEY: 'key-of-acuity-0123',
  CALLSIGHT_ACUITY_USER_ID: '42',
  CALLSIGHT_STRIPE_WEBHOOK_SECRET: 'secret-of-stripe-0123',
};
const INFLUX = {
  CALLSIGHT_INFLUX_URL: 'http://influx.example.com',
  CALLSIGHT_INFLUX_ORG: 'firm',
  CALLSIGHT_INFLUX_TOKEN: 'token-of-influx-0123',
};
const ALL = { ...PLATFORMS, ...INFLUX };

/** Data, so that two configurations can be compared: providers are functions that were made from settings. */
function comparable(config: Config): unknown {
  return { ...config, connections: config.connections.map(({ name, tenant, enabled }) => ({ name, tenant, enabled })) };
}

/** Every variable that reading the configuration looks at. */
function variablesRead(): Set<string> {
  const read = new Set<string>();
  readConfig(
    new Proxy<Record<string, string>>(
      {},
      {
        get: (_, name) => {
          read.add(String(name));
          return undefined;
        },
      },
    ),
  );
  return read;
}

describe('the settings of the service', () => {
  it('are those that the code reads; secrets can come from files', () => {
    const documented = SERVICE.flatMap(({ name, type }) => (type === 'secret' ? [name, `${name}_FILE`] : [name]));
    expect([...documented].sort()).toEqual([...variablesRead()].sort());
  });

  it('stand once, with all columns filled that have to be', () => {
    const names = [...SERVICE, ...TOOLS, ...GRAFANA].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const types = ['text', 'number', 'integer', 'flag', 'choice', 'path', 'secret'];
    for (const row of [...SERVICE, ...TOOLS, ...GRAFANA]) {
      expect(row.name).toMatch(/^[A-Z][A-Z0-9_]+$/);
      expect(types).toContain(row['type']);
      expect(row['default']).not.toBe('');
      expect(row['what it does']).not.toBe('');
      // A quantity says its unit; a port has none.
      if (['number', 'integer'].includes(row['type'] ?? '') && !row.name.endsWith('_PORT'))
        expect(`${row.name}: ${row['unit'] ?? ''}`).not.toMatch(/: $/);
    }
  });

  it('have the defaults that the document says', () => {
    const plain = readConfig(ALL).config;
    for (const { name, default: cell } of SERVICE) {
      const value = codeOf(cell);
      if (value === undefined) continue;
      expect([name, comparable(readConfig({ ...ALL, [name]: value }).config)]).toEqual([name, comparable(plain)]);
    }
  });

  it('have no default where the document says none, and one that is worked out where it describes it', () => {
    const worked = SERVICE.filter((row) => codeOf(row['default']) === undefined && row['default'] !== 'none');
    expect(worked.map(({ name }) => name).sort()).toEqual([
      'CALLSIGHT_BACKUP_DIR',
      'CALLSIGHT_BLOBS',
      'CALLSIGHT_CALLER_SECRET',
      'CALLSIGHT_GRAFANA_LISTEN',
      'CALLSIGHT_LINK_SECRET',
      'CALLSIGHT_MIN_FREE_BYTES',
      'CALLSIGHT_PUBLIC_URL',
    ]);
    const { config } = readConfig({ CALLSIGHT_DATA_DIR: '/d', CALLSIGHT_HOST: 'h', CALLSIGHT_PORT: '5' });
    expect(config.backupDir).toBe('/d/backups');
    expect(config.blobs).toEqual({ location: { kind: 'folder', folder: '/d/blobs' }, encryptionKeys: [] });
    expect(config.links).toEqual({ secret: undefined, previousSecret: undefined });
    expect(config.grafana.listen).toEqual([{ kind: 'unix', path: '/d/grafana.sock' }]);
    expect(config.http.publicUrl).toBe('http://h:5');
    expect(config.ledger.minFreeBytes).toBeUndefined();
    expect(config.callers.secret).toBeUndefined();
    expect(config).toMatchObject({
      bootstrapKey: undefined,
      readKey: undefined,
      pagesKey: undefined,
      replication: undefined,
      connections: [],
    });
    expect(config.ingest.attributes).toEqual([]);
    expect(config.callers.defaultCountry).toBeUndefined();
  });

  /** The settings of Vapi and Acuity are compared with the schemas behind them, below. */
  it.each([...ofType('number'), ...ofType('integer')].map((row) => [row.name, row] as const))(
    '%s takes the range that the document says, and no more',
    (name, row) => {
      const [low = NaN, high = NaN] = (row['valid'] ?? '').split(' to ').map(Number);
      const refusals = (value: number): readonly string[] =>
        problemsOf({ ...ALL, CALLSIGHT_RETENTION_CALLS_DAYS: '0', [name]: String(value) });
      // Turns cannot outlive their calls, which is another rule.
      expect(refusals(low)).toEqual([]);
      expect(refusals(high).filter((problem) => problem.includes('expected'))).toEqual([]);
      for (const outside of [low - 0.001, high + 1])
        expect(refusals(outside)).toEqual([
          expect.stringMatching(`^${name}: expected a number from ${low} to ${high}`),
        ]);
      if (row['type'] === 'integer')
        expect(refusals(low + 0.5)).toEqual([expect.stringMatching(`^${name}: expected a whole number`)]);
    },
  );

  it.each(ofType('choice').map((row) => [row.name, row] as const))(
    '%s takes the choices of the document',
    (name, row) => {
      const choices = codesOf(row['valid']);
      expect(choices.length).toBeGreaterThan(1);
      const needed = { ...ALL, CALLSIGHT_INFLUX_USERNAME: 'u', CALLSIGHT_INFLUX_PASSWORD: 'p' };
      for (const choice of choices) expect([choice, problemsOf({ ...needed, [name]: choice })]).toEqual([choice, []]);
      expect(problemsOf({ ...needed, [name]: 'nonsense' })).toEqual([expect.stringContaining(name)]);
      const [problem = ''] = problemsOf({ ...needed, [name]: 'nonsense' });
      const listed = /expected one of (.+), not/.exec(problem)?.[1]?.split(', ');
      if (listed !== undefined) expect(choices.toSorted()).toEqual(listed.toSorted());
    },
  );

  it.each(ofType('flag').map(({ name }) => [name] as const))('%s takes flags alone', (name) => {
    for (const value of ['true', '1', 'yes', 'on', 'false', '0', 'no', 'off'])
      expect(problemsOf({ ...ALL, [name]: value })).toEqual([]);
    expect(problemsOf({ ...ALL, [name]: 'perhaps' })).toEqual([`${name}: expected true or false, not "perhaps"`]);
  });

  it('have secrets that are long enough where the document says so', () => {
    for (const row of ofType('secret')) {
      const valid = row['valid'] ?? '';
      const rule = valid === '16 characters or more' ? 'at least 16 characters' : valid;
      const problems = problemsOf({ ...ALL, [row.name]: 'short' });
      const refusal = expect.stringContaining(`${row.name}: expected ${rule}`) as string;
      expect([row.name, problems]).toEqual([row.name, rule === '' ? [] : [refusal]]);
    }
  });
});

describe('the settings of the command line and of development', () => {
  const sources = (folder: string): string[] =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|mjs|cts|sh)$/.test(file))
      .map((file) => textOf(join(folder, file)));
  const code = ['backend/src', 'simulator/src', 'client/src', 'scripts', 'deploy'].flatMap(sources).join('\n');

  it('are in the document, whatever part of the code names them', () => {
    const named = new Set(
      [...code.matchAll(/\b(?:GF_PLUGIN_)?CALLSIGHT_[A-Z0-9_]*[A-Z0-9]\b(?!_)/g)].map(([name]) => name),
    );
    expect([...named].filter((name) => !KNOWN.has(name) && !composeVariables().has(name))).toEqual([]);
    for (const { name } of TOOLS.filter(({ name: one }) => one.startsWith('CALLSIGHT_'))) expect(named).toContain(name);
  });

  it('are no misspelt settings of the service', () => {
    const set = Object.fromEntries(
      TOOLS.flatMap(({ name, type }) =>
        type === 'secret' && name !== 'CALLSIGHT_API_KEY' ? [name, `${name}_FILE`] : [name],
      ).map((name) => [name, 'x']),
    );
    expect(readConfig(set).warnings).toEqual([]);
  });
});

describe('the file of webhook accounts', () => {
  const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const rows = (from: string): TableRow[] => tableRows(text, 'Webhook accounts', from);
  const account = ConnectionsFile.properties.connections.items;

  it.each<[string, string, TObject]>([
    ['the file', 'The file that', ConnectionsFile],
    ['an account', 'Each account:', account],
    ['the recordings of an account', 'Recordings of an account:', account.properties.recordings],
    ['Vapi', 'Settings of Vapi:', VapiSettings],
    ['Retell', 'Settings of Retell:', RetellSettings],
    ['Twilio', 'Settings of Twilio:', TwilioSettings],
    ['Acuity', 'Settings of Acuity:', AcuitySettings],
    ['Stripe', 'Settings of Stripe:', StripeSettings],
    ['an end reason', 'An end reason,', EndReason],
  ])('has the names, defaults and ranges of %s', (_, from, schema) => {
    const documented = rows(from);
    expect(documented.map((row) => codeOf(row['name'])).sort()).toEqual(
      Object.keys(schema.properties).map(snakeCase).sort(),
    );
    for (const [name, property] of Object.entries(schema.properties)) {
      const row = documented.find((one) => codeOf(one['name']) === snakeCase(name)) ?? {};
      const {
        default: standard,
        minimum,
        maximum,
        anyOf,
      } = property as {
        default?: unknown;
        minimum?: number;
        maximum?: number;
        anyOf?: { const: unknown }[];
      };
      if (row['default'] !== undefined) {
        const shown = codeOf(row['default']);
        if (shown === undefined)
          expect([undefined, '', {}, []].some((empty) => JSON.stringify(empty) === JSON.stringify(standard))).toBe(
            true,
          );
        else expect([name, shown]).toEqual([name, String(standard)]);
        if (row['default'] === 'required') expect(schema.required).toContain(name);
      }
      if (minimum !== undefined) expect([name, row['valid']]).toEqual([name, `${minimum} to ${maximum ?? ''}`]);
      // An outcome is described; all other choices are listed.
      if (anyOf !== undefined && name !== 'outcome')
        expect([name, codesOf(row['valid'])]).toEqual([name, anyOf.map((choice) => choice.const)]);
    }
  });
});

test('the settings of Grafana are those that its provisioning reads', () => {
  const read = readdirSync(join(ROOT, 'provisioning'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(yaml|ini|sh)$/.test(file))
    .flatMap((file) => [...textOf(join('provisioning', file)).matchAll(/\$\{?(CALLSIGHT_[A-Z0-9_]+)/g)])
    .map(([, name]) => name ?? '');
  const section = text.slice(text.indexOf('\n## Grafana\n'));
  for (const name of read) expect(section).toContain(`\`${name}\``);
  for (const { name } of GRAFANA.filter(({ name: one }) => one.startsWith('CALLSIGHT_'))) expect(read).toContain(name);
});

test.each(['.env.example', 'docs/deployment.md', 'README.md', 'docs/webhooks.md', 'docs/limits.md', 'docs/grafana.md'])(
  '%s names no setting that the document lacks',
  (path) => {
    const named = [...textOf(path).matchAll(/\b(?:GF_PLUGIN_)?CALLSIGHT_[A-Z0-9_]*[A-Z0-9]\b(?!_|…)/g)].map(
      ([name]) => name,
    );
    expect(named.filter((name) => !KNOWN.has(name) && !composeVariables().has(name))).toEqual([]);
  },
);

test('.env.example has the defaults of the document', () => {
  const example = new Map(
    [...textOf('.env.example').matchAll(/^# (CALLSIGHT_[A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  for (const { name, default: cell } of SERVICE) {
    const [shown, written] = [codeOf(cell), example.get(name)];
    if (shown === undefined || written === undefined || composeVariables().has(name)) continue;
    expect(`${name}=${written}`).toBe(`${name}=${shown}`);
  }
});
