import { AppPlugin } from '@grafana/data';
import type { AppSettings } from '@callsight/contract/grafana/settings';
import { App } from './app/app';
import { ConfigPage } from './app/config/config-page';

export const plugin = new AppPlugin<AppSettings>().setRootPage(App).addConfigPage({
  id: 'configuration',
  title: 'Configuration',
  icon: 'cog',
  body: ConfigPage,
});
