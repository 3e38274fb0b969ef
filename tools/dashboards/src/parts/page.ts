import {
  AdHocVariableBuilder,
  AnnotationQueryBuilder,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { ANNOTATION_KINDS, type AnnotationKind } from '@callsight/contract/query/annotations';
import { DATASOURCE_ID } from '@callsight/contract/grafana/settings';
import { PAGES, type PageName } from './pages.js';
import { question } from './question.js';
import { reportLink } from './report-link.js';
import { CALLSIGHT } from './sources.js';

const TAG = 'callsight';

const datasource = (): DatasourceVariableBuilder =>
  new DatasourceVariableBuilder('datasource').label('Datasource').type(DATASOURCE_ID);

/** A choice among the values of a dimension. */
const valuesOf = (name: string, label: string, dimension: string): QueryVariableBuilder =>
  new QueryVariableBuilder(name)
    .label(label)
    .datasource(CALLSIGHT)
    .query({ refId: 'CallsightVariable', kind: 'values', dimension })
    .definition(`Values of ${dimension}`)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.NaturalAsc)
    .multi(true)
    .includeAll(true)
    .current({ selected: true, text: ['All'], value: ['$__all'] });

const annotations = (
  name: string,
  kind: AnnotationKind,
  colour: string,
  marks: readonly AnnotationKind[] = ANNOTATION_KINDS,
): AnnotationQueryBuilder =>
  new AnnotationQueryBuilder()
    .name(name)
    .datasource(CALLSIGHT)
    .enable(marks.includes(kind))
    .iconColor(colour)
    .target(question({ queryType: 'annotations', annotations: { kinds: [kind] } }, 'Anno'));

const otherPages = (): DashboardLinkBuilder =>
  new DashboardLinkBuilder('Callsight')
    .type(DashboardLinkType.Dashboards)
    .tags([TAG])
    .asDropdown(true)
    .includeVars(true)
    .keepTime(true);

interface Range {
  readonly from: string;
  readonly refresh?: string;
  /** What is marked in the charts from the start; in a long range many marks hide the lines. */
  readonly marks?: readonly AnnotationKind[];
}

/** A dashboard without panels: name, range, the way to the others. */
export function barePage(page: PageName, description: string, { from, refresh = '' }: Range): DashboardBuilder {
  const { uid, title } = PAGES[page];
  return new DashboardBuilder(`Callsight · ${title}`)
    .uid(uid)
    .description(description)
    .tags([TAG])
    .timezone('browser')
    .time({ from, to: 'now' })
    .refresh(refresh)
    .tooltip(DashboardCursorSync.Crosshair)
    .link(otherPages())
    .link(reportLink(page));
}

/** A dashboard about calls: agents to choose, any other filter, and what happened marked in the charts. */
export const callsPage = (page: PageName, description: string, range: Range): DashboardBuilder =>
  barePage(page, description, range)
    .withVariable(datasource())
    .withVariable(valuesOf('agent', 'Agent', 'agent'))
    .withVariable(new AdHocVariableBuilder('filters').label('Filters').datasource(CALLSIGHT))
    .annotation(annotations('Agent versions', 'agent_version', 'blue', range.marks))
    .annotation(annotations('Incidents', 'incident', 'red', range.marks));

/** A dashboard about systems: components to choose. */
export const systemsPage = (page: PageName, description: string, range: Range): DashboardBuilder =>
  barePage(page, description, range)
    .withVariable(datasource())
    .withVariable(valuesOf('component', 'Component', 'component'))
    .annotation(annotations('Incidents', 'incident', 'red'));

/** A dashboard about the service itself. */
export const servicePage = (page: PageName, description: string, range: Range): DashboardBuilder =>
  barePage(page, description, range).withVariable(datasource());
