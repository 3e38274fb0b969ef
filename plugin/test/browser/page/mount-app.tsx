import type { AppPlugin, AppPluginMeta } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import type { ComponentType } from 'react';
import type { AppSettings } from '@callsight/contract/grafana/settings';
import { loadModule } from './amd';
import { loadDatasource } from './datasource';
import { show } from './show';

const load = () => loadModule<{ plugin: AppPlugin<AppSettings> }>('.');

/** Shows the page of the app that a path names, such as `/alerts?threshold=more-calls`. */
export async function mountApp(path: string): Promise<void> {
  await loadDatasource();
  const { plugin } = await load();
  const Root = plugin.root as unknown as ComponentType<Record<string, unknown>>;
  const address = `/a/callsight-calls-app${path}`;
  locationService.push(address);
  show(
    <div style={{ padding: 24 }}>
      {/* As Grafana gives it. */}
      <Root basename={address} />
    </div>,
  );
}

/** Leads to another address, as a link of Grafana does. */
export const goTo = (address: string): void => locationService.push(address);

/** Shows the app's configuration page. */
export async function mountAppConfig(meta: Partial<AppPluginMeta<AppSettings>>): Promise<void> {
  const { plugin } = await load();
  const Page = plugin.configPages?.[0]?.body as unknown as ComponentType<Record<string, unknown>>;
  show(
    <div style={{ padding: 24 }}>
      <Page
        plugin={{
          meta: { id: 'callsight-calls-app', enabled: true, pinned: true, jsonData: {}, secureJsonFields: {}, ...meta },
        }}
        query={{}}
      />
    </div>,
  );
}
