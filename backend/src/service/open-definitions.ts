import type { Schedule } from '@callsight/contract/reports/schedule';
import type { Threshold } from '@callsight/contract/monitoring/threshold';
import type { Catalogue } from '../analytics/catalogue/catalogue.js';
import type { TenantDefinitions } from '../api/query-worker/messages.js';
import { calendarKind } from '../definitions/calendar-kind.js';
import { checkKind } from '../definitions/check-kind.js';
import type { DefinitionSet } from '../definitions/definition-set.js';
import { FUNNEL_KIND } from '../definitions/funnel-kind.js';
import { allowList } from '../reporting/mail/allow-list.js';
import { reportKind } from '../definitions/report-kind.js';
import { metricKind } from '../definitions/metric-kind.js';
import { DefinitionRegistry } from '../definitions/registry.js';
import { scheduleKind } from '../definitions/schedule-kind.js';
import { thresholdKind } from '../definitions/threshold-kind.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import type { ServiceContext } from './context.js';

export type Definitions = Awaited<ReturnType<typeof openDefinitions>>;

/** What tenants have defined; every kind is registered here. */
export async function openDefinitions({ config, log, clock }: ServiceContext, ledger: Ledger, builtIn: Catalogue) {
  const registry = new DefinitionRegistry({ store: () => ledger.store, clock });
  // Thresholds and schedules are read after the metrics, calendars and reports that they name.
  const later: { thresholds?: DefinitionSet<Threshold>; schedules?: DefinitionSet<Schedule> } = {};
  const watching = (tenant: string, isUser: (threshold: Threshold) => boolean): string[] =>
    (later.thresholds?.list(tenant) ?? []).filter(isUser).map(({ id }) => id);
  const sending = (tenant: string, isUser: (schedule: Schedule) => boolean): string[] =>
    (later.schedules?.list(tenant) ?? []).filter(isUser).map(({ id }) => id);
  const { kind: customMetrics, catalogueOf } = metricKind({
    builtIn,
    onInvalid: (tenant, id, reason) =>
      log.warn({ tenant, metric: id, reason }, 'stored custom metric is no longer valid; left out'),
    usedBy: (tenant, id) => [
      ...watching(tenant, ({ metric }) => metric === id),
      ...sending(
        tenant,
        ({ condition }) => condition !== undefined && 'metric' in condition && condition.metric === id,
      ),
    ],
  });
  const metrics = await registry.register(customMetrics);
  const funnels = await registry.register(FUNNEL_KIND);
  const checks = await registry.register(
    checkKind((tenant, id, reason) =>
      log.warn({ tenant, check: id, reason }, 'stored check is no longer valid; left out'),
    ),
  );
  const calendars = await registry.register(
    calendarKind((tenant, id) => [
      ...watching(tenant, ({ schedule }) => schedule?.calendar === id),
      ...sending(tenant, ({ calendar }) => calendar === id),
    ]),
  );
  const thresholds = await registry.register(
    thresholdKind({
      publicUrl: config.http.publicUrl,
      catalogueOf,
      calendarsOf: (tenant) => calendars.list(tenant).map(({ id }) => id),
      onInvalid: (tenant, id, reason) =>
        log.warn({ tenant, threshold: id, reason }, 'stored threshold is no longer valid; left out'),
    }),
  );
  later.thresholds = thresholds;
  const reports = await registry.register(
    reportKind({ catalogueOf, usedBy: (tenant, id) => sending(tenant, ({ report }) => report === id) }),
  );
  const scheduleDependencies = {
    catalogueOf,
    reportOf: (tenant: string, id: string) => reports.get(tenant, id),
    reportsOf: (tenant: string) => reports.list(tenant).map(({ id }) => id),
    calendarsOf: (tenant: string) => calendars.list(tenant),
    thresholdsOf: (tenant: string) => thresholds.list(tenant).map(({ id }) => id),
    targetsOf: (tenant: string): readonly string[] =>
      config.targets.definitions.flatMap((one) => (one.tenant === tenant ? [one.name] : [])),
    isAllowed: allowList(config.mail.domains, config.mail.from.email).permits,
    clock,
  };
  const schedules = await registry.register(scheduleKind(scheduleDependencies));
  later.schedules = schedules;
  /** What queries need of them. */
  const of = (tenant: string): TenantDefinitions => ({
    tenant,
    metrics: metrics.list(tenant),
    funnels: funnels.list(tenant),
    thresholds: thresholds.list(tenant),
    calendars: calendars.list(tenant),
  });
  const all = (): TenantDefinitions[] => [...new Set(registry.all().map(({ tenant }) => tenant))].map(of);
  return { registry, checks, thresholds, calendars, reports, schedules, scheduleDependencies, catalogueOf, of, all };
}
