import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeFile } from './compose-file.js';
import { REPOSITORY, textOf } from './repository.js';

const OFF = [
  'acuity_api_key',
  'oncall_pagerduty_key',
  'oncall_slack_url',
  'oncall_webhook_token',
  'oncall_webhook_url',
  'retell_api_key',
  'blobs_access_key_id',
  'blobs_secret_access_key',
  'smtp_password',
  'stripe_webhook_secret',
  'twilio_auth_token',
  'vapi_secret',
  'vapi_api_key',
  'watchdog_url',
];

describe('deploy/make-secrets.sh', () => {
  let folder: string;
  beforeAll(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'callsight-secrets-')), 'secrets');
  });
  afterAll(() => rmSync(join(folder, '..'), { recursive: true }));
  const make = () => execFileSync('sh', [join(REPOSITORY, 'deploy/make-secrets.sh'), folder], { encoding: 'utf8' });
  const valueOf = (name: string) => readFileSync(join(folder, name), 'utf8');

  it('makes what docker-compose.yml mounts, in a folder that is closed to others', () => {
    make();
    expect(readdirSync(folder).sort()).toEqual(Object.keys(composeFile().secrets).sort());
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o644);
  });

  it('makes each of 32 random bytes, and leaves what belongs to others empty', () => {
    const values = readdirSync(folder).map((name) => [name, valueOf(name)] as const);
    for (const [name, value] of values) expect(value).toMatch(OFF.includes(name) ? /^$/ : /^[0-9a-f]{64}$/);
    expect(new Set(values.map(([, value]) => value)).size).toBe(values.length - OFF.length + 1);
  });

  it('keeps what is there, and shows no secret', () => {
    writeFileSync(join(folder, 'vapi_secret'), 'from Vapi');
    const before = valueOf('bootstrap_key');
    const output = make();
    expect([valueOf('vapi_secret'), valueOf('bootstrap_key')]).toEqual(['from Vapi', before]);
    expect(output).not.toMatch(/[0-9a-f]{64}|from Vapi/);
  });

  it('makes them where Git does not look', () => {
    expect(textOf('.gitignore').split('\n')).toEqual(expect.arrayContaining(['secrets/', '.env']));
  });
});
