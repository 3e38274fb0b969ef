import { assertVersion } from './assert-version.js';
import { InfluxClient } from './influx-client.js';
import { NoRightError } from './no-right-error.js';
import type { Pause } from './pause.js';
import { prepareV1 } from './prepare-v1.js';
import { prepareV2 } from './prepare-v2.js';
import type { Report } from './report.js';
import type { SetupSettings } from './settings.js';
import { waitForServer } from './wait-for-server.js';

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
