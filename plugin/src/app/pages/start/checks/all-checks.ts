import { t } from '@grafana/i18n';
import type { Check } from './check';
import { checkDashboards } from './check-dashboards';
import { checkData } from './check-data';
import { checkDatasource } from './check-datasource';
import { checkKey } from './check-key';
import { checkRecordings } from './check-recordings';
import { checkService } from './check-service';
import { checkWebhooks } from './check-webhooks';

/** What has to be in place, in the order in which it is set up. */
export const allChecks = (): readonly Check[] => [
  { id: 'service', title: t('checks.service.title', 'Service'), run: checkService },
  { id: 'key', title: t('checks.key.title', 'API key'), run: checkKey },
  { id: 'data', title: t('checks.data.title', 'Calls'), run: checkData },
  { id: 'webhooks', title: t('checks.webhooks.title', 'Webhooks'), run: checkWebhooks },
  { id: 'recordings', title: t('checks.recordings.title', 'Recordings'), run: checkRecordings },
  { id: 'datasource', title: t('checks.datasource.title', 'Datasource'), run: checkDatasource },
  { id: 'dashboards', title: t('checks.dashboards.title', 'Dashboards'), run: checkDashboards },
];
