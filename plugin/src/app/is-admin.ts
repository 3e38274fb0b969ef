import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';

/** Whether the user administers this organisation, and so may see what is for administrators only. */
export function isAdmin(): boolean {
  const { orgRole, isGrafanaAdmin } = config.bootData.user;
  return isGrafanaAdmin || orgRole === OrgRole.Admin;
}
