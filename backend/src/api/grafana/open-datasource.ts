import type { DatasourceSettings } from '@callsight/contract/grafana/settings';
import { KeyRefused } from '../../access/key-refused.js';
import type { PluginContext } from './messages.js';
import type { GrafanaParts, OpenedKey } from './service-parts.js';
import { zoneOf } from './zone-of.js';

/** A datasource as Grafana has it, and what its key opens. */
export interface OpenDatasource extends OpenedKey {
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
export async function openDatasource(
  context: PluginContext | null,
  { openKey }: Pick<GrafanaParts, 'openKey'>,
): Promise<OpenDatasource> {
  const instance = context?.dataSourceInstanceSettings;
  const key = instance?.decryptedSecureJsonData['apiKey'] ?? '';
  if (instance === null || instance === undefined || key === '') {
    throw new KeyRefused(401, 'missing_key', 'no API key is set in the settings of this datasource');
  }
  const { timezone } = settingsOf(instance.jsonData);
  return {
    ...(await openKey(key)),
    key,
    uid: instance.uid,
    name: instance.name,
    timezone: zoneOf(timezone, 'UTC'),
  };
}
