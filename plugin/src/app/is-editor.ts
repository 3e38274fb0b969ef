import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { isAdmin } from './is-admin';

/** Whether the user may change thresholds, holidays, reports and schedules; checks, which send requests, are for administrators. */
export const isEditor = (): boolean => isAdmin() || config.bootData.user.orgRole === OrgRole.Editor;
