import type { Check } from './check';
import { checkDashboards } from './check-dashboards';
import { checkData } from './check-data';
import { checkDatasource } from './check-datasource';
import { checkKey } from './check-key';
import { checkService } from './check-service';
import { checkWebhooks } from './check-webhooks';

/** What has to be in place, in the order in which it is set up. */
export const ALL_CHECKS: readonly Check[] = [
  { id: 'service', title: 'Service', run: checkService },
  { id: 'key', title: 'API key', run: checkKey },
  { id: 'data', title: 'Calls', run: checkData },
  { id: 'webhooks', title: 'Webhooks', run: checkWebhooks },
  { id: 'datasource', title: 'Datasource', run: checkDatasource },
  { id: 'dashboards', title: 'Dashboards', run: checkDashboards },
];
