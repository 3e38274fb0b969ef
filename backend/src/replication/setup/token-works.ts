import type { InfluxClient } from './influx-client.js';
import type { Role } from './settings.js';

interface Tried {
  readonly orgId: string;
  readonly bucketId: string;
  readonly role: Role;
  readonly token: string;
}

/** Whether a token does what its role needs. @throws SetupError when the server does not answer */
export async function tokenWorks(client: InfluxClient, { orgId, bucketId, role, token }: Tried): Promise<boolean> {
  const asked = client.as({ kind: 'token', token });
  const read = await asked.ask('GET', `/api/v2/buckets/${bucketId}`);
  if (read.status !== 200 || role === 'read-only') return read.status === 200;
  // A write of nothing: the right is checked before the (empty) body is refused.
  const query = { org: orgId, bucket: bucketId, precision: 'ns' };
  const { status } = await asked.ask('POST', '/api/v2/write', { query, text: '' });
  return status === 204 || status === 400;
}
