import type { InfluxClient } from './influx-client.js';
import type { Report } from './report.js';
import { SecretFile } from './secret-file.js';
import { describeRole, type Role, type SetupSettings } from './settings.js';

interface Tried {
  readonly orgId: string;
  readonly bucketId: string;
  readonly role: Role;
  readonly token: string;
}

/** Whether a token does what its role needs. @throws SetupError when the server does not respond */
async function tokenWorks(client: InfluxClient, { orgId, bucketId, role, token }: Tried): Promise<boolean> {
  const holder = client.as({ kind: 'token', token });
  const read = await holder.send('GET', `/api/v2/buckets/${bucketId}`);
  if (read.status !== 200 || role === 'read-only') return read.status === 200;
  // A write of nothing: the right is checked before the (empty) body is refused.
  const query = { org: orgId, bucket: bucketId, precision: 'ns' };
  const { status } = await holder.send('POST', '/api/v2/write', { query, text: '' });
  return status === 204 || status === 400;
}

interface Permission {
  readonly action: string;
  readonly resource: { readonly type: string; readonly id?: string; readonly orgID?: string };
}

interface Authorization {
  /** Absent where the server keeps only hashes of tokens. */
  readonly token?: string;
  readonly status: string;
  readonly description: string;
  readonly permissions: readonly Permission[];
}

interface Target {
  readonly orgId: string;
  readonly bucketId: string;
}

const ACTIONS: Readonly<Record<Role, readonly string[]>> = { service: ['read', 'write'], 'read-only': ['read'] };

const permissionsOf = (role: Role, { orgId, bucketId }: Target): Permission[] =>
  ACTIONS[role].map((action) => ({ action, resource: { type: 'buckets', id: bucketId, orgID: orgId } }));

/** Only one with exactly these permissions counts: a wider one would not be the least, a narrower one would not do. */
const allows = (one: Authorization, role: Role, { bucketId }: Target): boolean =>
  one.status === 'active' &&
  one.permissions.length === ACTIONS[role].length &&
  ACTIONS[role].every((action) =>
    one.permissions.some(
      (permission) =>
        permission.action === action && permission.resource.type === 'buckets' && permission.resource.id === bucketId,
    ),
  );

async function find(client: InfluxClient, target: Target, description: string, role: Role): Promise<Authorization[]> {
  const query = { orgID: target.orgId };
  const listed = await client.request('list the authorizations', 'GET', '/api/v2/authorizations', { query });
  return (listed as { authorizations: Authorization[] }).authorizations.filter(
    (one) => one.description === description && allows(one, role, target),
  );
}

async function create(client: InfluxClient, target: Target, description: string, role: Role): Promise<string> {
  const json = { orgID: target.orgId, description, permissions: permissionsOf(role, target) };
  const created = await client.request(`create the authorization "${description}"`, 'POST', '/api/v2/authorizations', {
    json,
  });
  return (created as { token: string }).token;
}

/** Makes sure that the file holds a token that works: the one it holds, one that is there already, or a new one. */
async function fill(
  file: SecretFile,
  isGood: (token: string) => Promise<boolean>,
  existing: readonly Authorization[],
  createOne: () => Promise<string>,
): Promise<'unchanged' | 'found' | 'created'> {
  const stored = await file.read();
  if (stored !== undefined && (await isGood(stored))) return 'unchanged';
  await file.assertWritable();
  const [known] = existing.flatMap(({ token }) => token ?? []);
  const reused = known !== undefined && (await isGood(known)) ? known : undefined;
  await file.write(reused ?? (await createOne()));
  return reused === undefined ? 'created' : 'found';
}

/** A token for the role, in the file if there is one, or else shown once. @throws NoRightError, SetupError */
export async function prepareToken(
  client: InfluxClient,
  target: Target,
  { bucket, files }: SetupSettings,
  role: Role,
  report: Report,
): Promise<void> {
  const description = describeRole(role, bucket);
  const name = `authorization "${description}"`;
  const existing = await find(client, target, description, role);
  const createOne = () => create(client, target, description, role);
  const path = files[role];
  if (path !== undefined) {
    const file = new SecretFile(path);
    const outcome = await fill(file, (token) => tokenWorks(client, { ...target, role, token }), existing, createOne);
    if (outcome === 'unchanged') report.unchanged(`${name}: ${file.path} holds a token that works`);
    else if (outcome === 'found') report.changed(`${name} was there; its token is in ${file.path} now`);
    else report.changed(`${name} created; token in ${file.path}`);
  } else if (existing.length > 0) report.unchanged(`${name} is there; its token was shown when it was made`);
  else {
    report.secret(role, description, await createOne());
    report.changed(`${name} created; token shown once`);
  }
}
