import { randomBytes } from 'node:crypto';
import type { InfluxClient } from './influx-client.js';
import { influxql, quoteIdentifier, quoteString } from './influxql.js';
import { NoRightError, SetupError } from './setup-error.js';
import type { Report } from './report.js';
import { SecretFile } from './secret-file.js';
import { type Role, type SetupSettings, userOfRole } from './settings.js';

/** What is granted, and how `SHOW GRANTS` calls it. */
const GRANTS: Readonly<Record<Role, { readonly grant: string; readonly shown: string }>> = {
  service: { grant: 'ALL', shown: 'ALL PRIVILEGES' },
  'read-only': { grant: 'READ', shown: 'READ' },
};

/** Whether the server lets this user in. */
async function works(client: InfluxClient, username: string, password: string): Promise<boolean> {
  try {
    await influxql(client.as({ kind: 'password', username, password }), 'try the password', 'SHOW DATABASES');
    return true;
  } catch (error) {
    if (error instanceof NoRightError) return false;
    throw error;
  }
}

interface User {
  readonly name: string;
  readonly isThere: boolean;
  readonly file: SecretFile | undefined;
}

/** Why the password can stay as it is; undefined if it has to be made. */
async function reasonToKeep(client: InfluxClient, { name, isThere, file }: User): Promise<string | undefined> {
  if (!isThere) return undefined;
  if (file === undefined) return 'its password was shown when it was made';
  const stored = await file.read();
  return stored !== undefined && (await works(client, name, stored)) ? `${file.path} holds its password` : undefined;
}

/** The user with a password that is known to somebody: in the file, or shown once. */
async function preparePassword(client: InfluxClient, one: User, role: Role, report: Report): Promise<void> {
  const { name, isThere, file } = one;
  const user = quoteIdentifier(name);
  const reason = await reasonToKeep(client, one);
  if (reason !== undefined) {
    report.unchanged(`user ${user} is there; ${reason}`);
    return;
  }
  await file?.assertWritable();
  const password = randomBytes(24).toString('base64url');
  const quoted = quoteString(password);
  if (isThere) await influxql(client, `set a password for ${user}`, `SET PASSWORD FOR ${user} = ${quoted}`);
  else await influxql(client, `create the user ${user}`, `CREATE USER ${user} WITH PASSWORD ${quoted}`);
  if (file === undefined) report.secret(role, name, password);
  else await file.write(password);
  const where = file === undefined ? 'shown once' : `in ${file.path}`;
  report.changed(`user ${user} ${isThere ? 'has a new password' : 'created; password'} ${where}`);
}

/** A user of 1.x who may do what the role needs, on this database alone. @throws NoRightError, SetupError */
export async function prepareUser(
  client: InfluxClient,
  settings: SetupSettings,
  role: Role,
  report: Report,
): Promise<void> {
  const name = userOfRole(role, settings.username);
  const user = quoteIdentifier(name);
  const users = await influxql(client, 'list the users', 'SHOW USERS');
  const found = users.find((one) => one['user'] === name);
  if (found?.['admin'] === true)
    throw new SetupError(
      `user ${user} is an administrator, which ${role} must not be: REVOKE ALL PRIVILEGES FROM ${user}, or set CALLSIGHT_INFLUX_USERNAME to another name`,
    );
  const path = settings.files[role];
  const file = path === undefined ? undefined : new SecretFile(path);
  await preparePassword(client, { name, isThere: found !== undefined, file }, role, report);

  const { grant, shown } = GRANTS[role];
  const grants = await influxql(client, `list the grants of ${user}`, `SHOW GRANTS FOR ${user}`);
  const current = grants.find(({ database }) => database === settings.bucket)?.['privilege'];
  if (current === shown) return;
  const statement = `GRANT ${grant} ON ${quoteIdentifier(settings.bucket)} TO ${user}`;
  await influxql(client, `grant ${grant} to ${user}`, statement);
  report.changed(`user ${user}: ${grant} granted on ${quoteIdentifier(settings.bucket)}`);
}
