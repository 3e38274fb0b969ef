import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

const SCRIPT = join(__dirname, '../../../provisioning/receivers.sh');

interface Placed {
  readonly contactPoints?: readonly {
    readonly name: string;
    readonly receivers: readonly { readonly uid: string }[];
  }[];
  readonly deleteContactPoints?: readonly { readonly uid: string }[];
  readonly deleteRules?: readonly { readonly uid: string }[];
  readonly groups?: readonly { readonly rules: readonly { readonly uid: string }[] }[];
  readonly policies?: readonly { readonly routes: readonly { readonly receiver: string }[] }[];
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callsight-receivers-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const SECRET = 'it\'s $HOME `id` & "more"';

/** Runs the script over what an earlier run left. @returns the files by name, without the prefix */
function place(variables: Readonly<Record<string, string>>): Record<string, Placed> {
  execFileSync(SCRIPT, [folder], { env: { PATH: process.env['PATH'] ?? '', ...variables } });
  return Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.startsWith('callsight-'))
      .map((file) => [
        file.slice('callsight-'.length, -'.yaml'.length),
        parse(readFileSync(join(folder, file), 'utf8')) as Placed,
      ]),
  );
}

const kept = (placed: Record<string, Placed>): string[] =>
  Object.values(placed).flatMap(({ contactPoints = [] }) =>
    contactPoints.flatMap((one) => one.receivers.map(({ uid }) => uid)),
  );
const removed = (placed: Record<string, Placed>): string[] =>
  Object.values(placed).flatMap(({ deleteContactPoints = [] }) => deleteContactPoints.map(({ uid }) => uid));

const RECEIVERS = [
  ['CALLSIGHT_ONCALL_EMAIL', 'callsight-oncall-email'],
  ['CALLSIGHT_ONCALL_WEBHOOK_URL', 'callsight-oncall-webhook'],
  ['CALLSIGHT_ONCALL_SLACK_URL', 'callsight-oncall-slack'],
  ['CALLSIGHT_ONCALL_PAGERDUTY_KEY', 'callsight-oncall-pagerduty'],
  ['CALLSIGHT_WATCHDOG_URL', 'callsight-watchdog'],
] as const;
const UIDS = RECEIVERS.map(([, uid]) => uid);

test('without any variable there is the contact point that reaches nobody, and every receiver is removed', () => {
  const placed = place({});
  expect(kept(placed)).toEqual(['callsight-oncall-nobody']);
  expect(removed(placed).sort()).toEqual([...UIDS].sort());
  expect(placed['watchdog']?.deleteRules).toEqual([{ orgId: 1, uid: 'callsight-watchdog' }]);
});

test.each(RECEIVERS)('%s adds its receiver, and when it is empty again removes it', (variable, uid) => {
  const placed = place({ [variable]: SECRET });
  expect(kept(placed).sort()).toEqual(['callsight-oncall-nobody', uid].sort());
  expect(removed(placed)).not.toContain(uid);
  const again = place({ [variable]: '' });
  expect(kept(again)).not.toContain(uid);
  expect(removed(again)).toContain(uid);
});

test('no value of a variable is written anywhere', () => {
  place(Object.fromEntries(RECEIVERS.map(([variable]) => [variable, SECRET])));
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).not.toContain('$HOME');
    expect(text).not.toContain(SECRET);
    expect(statSync(join(folder, file)).mode & 0o444).toBe(0o444);
  }
});

test('the watchdog has a rule, a receiver and a route, and none of them without its address', () => {
  const routes = ({ policies }: Placed): string[] =>
    (policies ?? []).flatMap((one) => one.routes.map(({ receiver }) => receiver));
  const placed = place({ CALLSIGHT_WATCHDOG_URL: 'https://hc.example.com/ping' });
  expect(placed['watchdog']?.groups?.[0]?.rules.map(({ uid }) => uid)).toEqual(['callsight-watchdog']);
  // Before the others, which would take it.
  expect(routes(placed['policies'] ?? {})).toEqual(['Callsight watchdog', 'Callsight on-call']);
  const again = place({});
  expect(again['watchdog']?.groups).toBeUndefined();
  expect(routes(again['policies'] ?? {})).toEqual(['Callsight on-call']);
});

test('policies of your own are left alone, and so is everything else in the folder', () => {
  writeFileSync(join(folder, 'mine.yaml'), 'apiVersion: 1\n');
  place({});
  const placed = place({ CALLSIGHT_POLICIES: 'own' });
  expect(Object.keys(placed)).not.toContain('policies');
  expect(Object.keys(placed)).toContain('rules');
  expect(readFileSync(join(folder, 'mine.yaml'), 'utf8')).toBe('apiVersion: 1\n');
  expect(readdirSync(folder).filter((file) => file.startsWith('.'))).toEqual([]);
});
