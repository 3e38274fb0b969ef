import { AppPlugin } from '@grafana/data';
import { initPluginTranslations, t } from '@grafana/i18n';
import { APP_ID, type AppSettings } from '@callsight/contract/grafana/settings';
import { App } from './app/app';
import { ConfigPage } from './app/config/config-page';

const createApp = () =>
  new AppPlugin<AppSettings>().setRootPage(App).addConfigPage({
    id: 'configuration',
    title: t('config-page.tab', 'Configuration'),
    icon: 'cog',
    body: ConfigPage,
  });

await initPluginTranslations(APP_ID);

export const plugin = createApp();
