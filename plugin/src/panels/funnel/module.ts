import { PanelPlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { FUNNEL_PANEL_ID } from '@callsight/contract/grafana/settings';
import { addFunnelOptions } from './add-funnel-options';
import type { FunnelOptions } from './funnel-options';
import { FunnelPanel } from './funnel-panel';

await initPluginTranslations(FUNNEL_PANEL_ID);

export const plugin = new PanelPlugin<FunnelOptions>(FunnelPanel).setPanelOptions(addFunnelOptions);
