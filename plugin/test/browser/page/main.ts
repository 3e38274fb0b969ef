import { initPluginTranslations } from '@grafana/i18n';
import { config, setBackendSrv, setCurrentUser, setTemplateSrv } from '@grafana/runtime';
import * as datasourceQueries from './query-datasource';
import { backendSrv } from './backend-srv';
import { goTo, mountAppConfig, mountApp } from './mount-app';
import { mountAnnotationEditor, mountConfigEditor, mountQueryEditor, mountVariableEditor } from './mount-editors';
import { mountPanel } from './mount-panel';
import { templateSrv } from './template-srv';

const harness = {
  goTo,
  mountAnnotationEditor,
  mountAppConfig,
  mountConfigEditor,
  mountPanel,
  mountQueryEditor,
  mountApp,
  mountVariableEditor,
  ...datasourceQueries,
};

export type PageHarness = typeof harness;

declare global {
  interface Window {
    harness: PageHarness;
  }
}

setCurrentUser(config.bootData.user);
setBackendSrv(backendSrv);
setTemplateSrv(templateSrv([]));
void initPluginTranslations('callsight-test').then(() => {
  window.harness = harness;
});
