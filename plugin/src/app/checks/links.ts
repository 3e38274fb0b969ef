import { config, hasPermission } from '@grafana/runtime';
import { APP_ID, DATASOURCE_ID } from '@callsight/contract/grafana/settings';
import type { CheckLink } from './check';

export const APP_CONFIG: CheckLink = {
  text: 'Configuration of the app',
  href: `/plugins/${APP_ID}?page=configuration`,
};
export const NEW_DATASOURCE: CheckLink = {
  text: 'Add a Callsight datasource',
  href: `/connections/datasources/${DATASOURCE_ID}`,
};
export const DASHBOARDS: CheckLink = { text: 'Dashboards', href: '/dashboards?tag=callsight' };

/** Not everybody may explore. */
export const exploreLinks = (): CheckLink[] =>
  config.exploreEnabled && hasPermission('datasources:explore') ? [{ text: 'Explore', href: '/explore' }] : [];

export const datasourceConfig = (uid: string): CheckLink => ({
  text: 'Settings of the datasource',
  href: `/connections/datasources/edit/${uid}`,
});
