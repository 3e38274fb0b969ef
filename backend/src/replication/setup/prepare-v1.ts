import type { InfluxClient } from './influx-client.js';
import { prepareDatabase } from './prepare-database.js';
import { prepareUser } from './prepare-user.js';
import type { Report } from './report.js';
import { ROLES } from './roles.js';
import type { SetupSettings } from './settings.js';

/** Prepares InfluxDB 1.x. @throws NoRightError, SetupError */
export async function prepareV1(client: InfluxClient, settings: SetupSettings, report: Report): Promise<void> {
  await prepareDatabase(client, settings, report);
  for (const role of ROLES) await prepareUser(client, settings, role, report);
}
