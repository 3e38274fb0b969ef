import { InfluxClient } from './influx-client.js';
import { prepareBucket } from './prepare-bucket.js';
import { prepareDatabase } from './prepare-database.js';
import { prepareToken } from './prepare-token.js';
import { prepareUser } from './prepare-user.js';
import type { Report } from './report.js';
import { ROLES, type SetupSettings } from './settings.js';
import { NoRightError, SetupError } from './setup-error.js';
import { waitForServer, type Pause } from './wait-for-server.js';

const ADVICE: Readonly<Record<string, string>> = {
  '1': 'use --api v1 (CALLSIGHT_INFLUX_API)',
  '2': 'use --api v2 (CALLSIGHT_INFLUX_API)',
};

/**
 * An API that the server does not have would be refused with messages that lead nowhere.
 * @param version as the server names it: `v2.9.1`, `1.6.7`; undefined if it does not
 * @throws SetupError
 */
function assertVersion(version: string | undefined, api: 'v1' | 'v2', url: string): void {
  const major = /^v?(\d+)\./.exec(version ?? '')?.[1];
  if (major === undefined || `v${major}` === api) return;
  const advice = ADVICE[major] ?? 'Callsight works with 2.x (--api v2) and 1.x (--api v1)';
  throw new SetupError(`${url} is InfluxDB ${version}, which has no API ${api}: ${advice}`);
}

/**
 * A token sees only the organizations that it may read, so that one it does not see may well be there.
 * @returns the id
 * @throws NoRightError when the token sees none, SetupError that names those it sees
 */
async function findOrganization(client: InfluxClient, name: string): Promise<string> {
  const doing = `find the organization "${name}"`;
  const { orgs } = (await client.request(doing, 'GET', '/api/v2/orgs', { query: { limit: '100' } })) as {
    orgs: { id: string; name: string }[];
  };
  const found = orgs.find((org) => org.name === name);
  if (found !== undefined) return found.id;
  if (orgs.length === 0) throw new NoRightError(`could not ${doing}: the admin token sees no organization`);
  const names = orgs.map((org) => `"${org.name}"`).join(', ');
  throw new SetupError(`could not ${doing}: at ${client.url} the admin token sees ${names}`);
}

/** Prepares InfluxDB 2.x. @throws NoRightError, SetupError */
async function prepareV2(client: InfluxClient, settings: SetupSettings, report: Report): Promise<void> {
  const orgId = await findOrganization(client, settings.org);
  const bucketId = await prepareBucket(client, orgId, settings, report);
  for (const role of ROLES) await prepareToken(client, { orgId, bucketId }, settings, role, report);
}

/** Prepares InfluxDB 1.x. @throws NoRightError, SetupError */
async function prepareV1(client: InfluxClient, settings: SetupSettings, report: Report): Promise<void> {
  await prepareDatabase(client, settings, report);
  for (const role of ROLES) await prepareUser(client, settings, role, report);
}

/**
 * Prepares an InfluxDB: bucket or database, retention, and credentials with the least privilege. What is there stays.
 * @throws NoRightError when somebody else has to do it, SetupError on anything else that stands in the way
 */
export async function setupInflux(settings: SetupSettings, report: Report, pause: Pause): Promise<void> {
  const { url, api, admin } = settings;
  if (admin === undefined) {
    const names = api === 'v2' ? 'ADMIN_TOKEN' : 'ADMIN_USERNAME and CALLSIGHT_INFLUX_ADMIN_PASSWORD';
    throw new NoRightError(`no administrator is known: set CALLSIGHT_INFLUX_${names}`);
  }
  assertVersion(await waitForServer(url, settings.waitMs, pause), api, url);
  const client = new InfluxClient(url, admin);
  await (api === 'v2' ? prepareV2 : prepareV1)(client, settings, report);
}
