import { COMPARISONS, type Filter } from '@callsight/contract/query/request';
import { Report, ReportInput } from '@callsight/contract/reports/report';
import { SECTION_TYPES, SECTIONS, type Section } from '@callsight/contract/reports/section';
import type { Catalogue } from '../analytics/catalogue/catalogue.js';
import { aggregatesOf } from '../analytics/catalogue/language/expression.js';
import { dimensionIn, resolveFilter } from '../analytics/catalogue/language/filter.js';
import { QueryError, unknownId } from '../analytics/catalogue/language/query-error.js';
import { DAY_MS } from '../lib/time/durations.js';
import { compileCheck } from '../lib/schema/schema-check.js';
import { unknownZone } from '../lib/time/unknown-zone.js';
import { isTimeZone } from '../lib/time/zone.js';
import type { DefinitionKind } from './definition-kind.js';

const refuse = (message: string, path: string): QueryError => new QueryError('invalid_report', message, path);

/** A report over more than this says little, and costs much. */
const MAX_DAYS = 800;
const MAX_LOGO_BYTES = 200_000;

const CHECKS = new Map(
  Object.entries(SECTIONS).map(([type, schema]) => [type, compileCheck(schema, '', 'invalid_report', 'section')]),
);

/** Datasets whose rows stand behind some metrics. @throws QueryError for a metric that does not exist */
const datasetsOf = (metrics: readonly string[], catalogue: Catalogue, path: string) =>
  metrics.map((id, index) => {
    const at = `${path}/${index}`;
    catalogue.metric(id, at);
    return [...new Set(aggregatesOf(catalogue.formula(id, at)).map(({ dataset }) => dataset))];
  });

interface Metrics {
  readonly metrics: readonly string[];
  readonly groupBy: readonly string[];
  readonly filters: readonly Filter[];
}

/** Every group and filter has to be one of each metric, for they are asked together. */
export function checkMetrics({ metrics, groupBy, filters }: Metrics, catalogue: Catalogue, path: string): void {
  const { dimensions } = catalogue;
  for (const datasets of datasetsOf(metrics, catalogue, `${path}/metrics`)) {
    for (const [index, name] of groupBy.entries()) {
      const at = `${path}/groupBy/${index}`;
      if (!dimensionIn(name, dimensions, datasets, at).isGroupable)
        throw refuse(`${name} is continuous and cannot be grouped`, at);
    }
    for (const [index, filter] of filters.entries())
      resolveFilter(filter, dimensions, datasets, `${path}/filters/${index}`);
  }
}

/** The metrics that a section shows with their groups; undefined for one that shows none of its own. */
function metricsOf(section: Section): Metrics | undefined {
  const filters: readonly Filter[] = 'filters' in section ? section.filters : [];
  switch (section.type) {
    case 'findings':
    case 'kpis':
      return { metrics: section.metrics, groupBy: [], filters };
    case 'series':
    case 'bars':
      return { metrics: section.metrics, groupBy: section.groupBy ?? [], filters };
    case 'heatmap':
      return { metrics: [section.metric], groupBy: ['weekday', 'hour_of_day'], filters };
    case 'table': {
      const order = section.orderBy === undefined ? [] : [section.orderBy.metric];
      return { metrics: [...section.metrics, ...order], groupBy: section.groupBy, filters };
    }
    default:
      return undefined;
  }
}

function checkSection(section: Section, index: number, filters: readonly Filter[], catalogue: Catalogue): void {
  const path = `/sections/${index}`;
  const check = CHECKS.get(section.type);
  if (check === undefined)
    throw unknownId('invalid_report', 'type of section', section.type, SECTION_TYPES, `${path}/type`);
  const wrong = check(section);
  if (wrong !== undefined) {
    const at = path + wrong.path;
    throw new QueryError('invalid_report', `${at}: ${wrong.message.replace(/^[^:]*: /, '')}`, at);
  }
  const metrics = metricsOf(section);
  if (metrics === undefined) return;
  checkMetrics(metrics, catalogue, path);
  // The filters of the report hold in every section; a section that does not know one would show other calls than the rest.
  const { dimensions } = catalogue;
  for (const datasets of datasetsOf(metrics.metrics, catalogue, `${path}/metrics`))
    for (const [position, filter] of filters.entries())
      resolveFilter(filter, dimensions, datasets, `/filters/${position}`);
}

function checkRange(range: ReportInput['range']): void {
  if (typeof range === 'string') return;
  const days = (Date.parse(range.to) - Date.parse(range.from)) / DAY_MS;
  if (days <= 0) throw refuse('from must lie before to', '/range/from');
  if (days > MAX_DAYS) throw refuse(`a report covers at most ${MAX_DAYS} days`, '/range/to');
}

function checkLogo(logo: string | undefined): void {
  const bytes = logo === undefined ? 0 : Math.floor(((logo.length - logo.indexOf(',') - 1) * 3) / 4);
  if (bytes > MAX_LOGO_BYTES)
    throw refuse(`the logo has ${bytes} bytes; at most ${MAX_LOGO_BYTES} are taken`, '/branding/logo');
}

/** Checks everything that a report names. @throws QueryError */
export function checkReport(report: ReportInput, catalogue: Catalogue): void {
  const { timezone, compare, range, branding, sections, filters = [] } = report;
  if (!isTimeZone(timezone)) throw refuse(unknownZone(timezone), '/timezone');
  if (compare !== undefined && !COMPARISONS.some((known) => known === compare))
    throw unknownId('invalid_report', 'comparison', compare, COMPARISONS, '/compare');
  checkRange(range);
  checkLogo(branding?.logo);
  for (const [index, section] of sections.entries()) checkSection(section, index, filters, catalogue);
}

interface Dependencies {
  readonly catalogueOf: (tenant: string) => Catalogue;
  /** Schedules that send a report. */
  readonly usedBy: (tenant: string, id: string) => readonly string[];
}

const NOTHING = (): void => undefined;

/** Reports. A stored one whose metric was deleted stays, and says so in the section concerned when it is made. */
export const reportKind = ({ catalogueOf, usedBy }: Dependencies): DefinitionKind<Report> => ({
  name: 'report',
  plural: 'reports',
  title: 'report',
  schema: Report,
  input: ReportInput,
  writeScope: 'reports',
  maxPerTenant: 500,
  builtIns: [],
  load: () => new Set(),
  checkPut: (tenant, report) => {
    checkReport(report, catalogueOf(tenant));
    return NOTHING;
  },
  checkRemoval: (tenant, id) => {
    const users = usedBy(tenant, id);
    if (users.length > 0)
      throw new QueryError(
        'report_in_use',
        `${users.join(', ')} send ${id}; delete or change them first`,
        '/id',
        users,
      );
    return NOTHING;
  },
});
