import { PanelPlugin } from '@grafana/data';
import { addFunnelOptions } from './add-funnel-options';
import type { FunnelOptions } from './funnel-options';
import { FunnelPanel } from './funnel-panel';

export const plugin = new PanelPlugin<FunnelOptions>(FunnelPanel).setPanelOptions(addFunnelOptions);
