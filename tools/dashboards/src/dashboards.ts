import type { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { agents } from './pages/agents.js';
import { attribution } from './pages/attribution.js';
import { callers } from './pages/callers.js';
import { calls } from './pages/calls.js';
import { conversion } from './pages/conversion.js';
import { health } from './pages/health.js';
import { influxdb } from './pages/influxdb.js';
import { live } from './pages/live.js';
import { money } from './pages/money.js';
import { overview } from './pages/overview.js';
import { pipeline } from './pages/pipeline.js';
import { quality } from './pages/quality.js';
import { service } from './pages/service.js';
import { trends } from './pages/trends.js';
import type { PageName } from './parts/pages.js';

/** Every dashboard, by the name of its file. */
export const DASHBOARDS: Readonly<Record<PageName, DashboardBuilder>> = {
  overview,
  live,
  calls,
  conversion,
  attribution,
  agents,
  trends,
  callers,
  quality,
  money,
  health,
  pipeline,
  service,
  influxdb,
};
