import type { DatasourceSettings } from '@callsight/contract/grafana/settings';
import type { ApiKeys, Principal } from '../auth/api-keys.js';
import { KeyRefused } from '../auth/key-refused.js';
import { openWith } from '../auth/open-with.js';
import type { PluginContext } from './messages.js';
import { zoneOf } from './zone-of.js';

/** A datasource as Grafana has it, and what its key opens. */
export interface OpenDatasource {
  readonly principal: Principal;
  readonly key: string;
  readonly uid: string;
  readonly name: string;
  readonly timezone: string;
}

function settingsOf(jsonData: Buffer): DatasourceSettings {
  if (jsonData.length === 0) return {};
  const parsed: unknown = JSON.parse(jsonData.toString());
  return typeof parsed === 'object' && parsed !== null ? parsed : {};
}

/**
 * Checks the key that a request of Grafana carries: every request does, for whoever reaches the socket may send one.
 * @throws KeyRefused
 */
export function openDatasource(context: PluginContext | null, apiKeys: ApiKeys): OpenDatasource {
  const instance = context?.dataSourceInstanceSettings;
  const key = instance?.decryptedSecureJsonData['apiKey'] ?? '';
  if (instance === null || instance === undefined || key === '') {
    throw new KeyRefused(401, 'missing_key', 'no API key is set in the settings of this datasource');
  }
  const { timezone } = settingsOf(instance.jsonData);
  return {
    principal: openWith(key, apiKeys, 'query'),
    key,
    uid: instance.uid,
    name: instance.name,
    timezone: zoneOf(timezone, 'UTC'),
  };
}
