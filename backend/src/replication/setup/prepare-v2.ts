import { findOrganization } from './find-organization.js';
import type { InfluxClient } from './influx-client.js';
import { prepareBucket } from './prepare-bucket.js';
import { prepareToken } from './prepare-token.js';
import type { Report } from './report.js';
import { ROLES } from './roles.js';
import type { SetupSettings } from './settings.js';

/** Prepares InfluxDB 2.x. @throws NoRightError, SetupError */
export async function prepareV2(client: InfluxClient, settings: SetupSettings, report: Report): Promise<void> {
  const orgId = await findOrganization(client, settings.org);
  const bucketId = await prepareBucket(client, orgId, settings, report);
  for (const role of ROLES) await prepareToken(client, { orgId, bucketId }, settings, role, report);
}
