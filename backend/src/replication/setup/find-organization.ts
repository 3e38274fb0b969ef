import type { InfluxClient } from './influx-client.js';
import { NoRightError } from './no-right-error.js';
import { SetupError } from './setup-error.js';

/**
 * A token sees only the organizations that it may read, so that one it does not see may well be there.
 * @returns the id
 * @throws NoRightError when the token sees none, SetupError that names those it sees
 */
export async function findOrganization(client: InfluxClient, name: string): Promise<string> {
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
