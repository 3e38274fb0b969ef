import { APP_ID } from '@callsight/contract/grafana/settings';
import { type Answer, request } from './request';

/** Asks the service through Grafana, which adds the key. Only the paths of `routes` in plugin.json are let through. */
export const serviceRequest = (path: string, body?: unknown): Promise<Answer> =>
  request(`/api/plugin-proxy/${APP_ID}/api/${path}`, body);
