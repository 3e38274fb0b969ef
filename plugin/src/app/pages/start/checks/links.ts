import { t } from '@grafana/i18n';
import { config, hasPermission } from '@grafana/runtime';
import { APP_ID, DATASOURCE_ID } from '@callsight/contract/grafana/settings';
import type { CheckLink } from './check';

export const appConfig = (): CheckLink => ({
  text: t('links.app-config', 'Configuration of the app'),
  href: `/plugins/${APP_ID}?page=configuration`,
});
export const newDatasource = (): CheckLink => ({
  text: t('links.new-datasource', 'Add a Callsight datasource'),
  href: `/connections/datasources/${DATASOURCE_ID}`,
});
export const dashboards = (): CheckLink => ({
  text: t('links.dashboards', 'Dashboards'),
  href: '/dashboards?tag=callsight',
});

/** Not everybody may explore. */
export const exploreLinks = (): CheckLink[] =>
  config.exploreEnabled && hasPermission('datasources:explore')
    ? [{ text: t('links.explore', 'Explore'), href: '/explore' }]
    : [];

export const datasourceConfig = (uid: string): CheckLink => ({
  text: t('links.datasource-config', 'Settings of the datasource'),
  href: `/connections/datasources/edit/${uid}`,
});
