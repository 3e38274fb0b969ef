import {
  EXPORT_DATASETS,
  EXPORT_FORMATS,
  ExportRequest,
  type ExportDataset,
  type ExportFormat,
} from '@callsight/contract/exports';
import type { Frame, QueryResult } from '@callsight/contract/query/answer';
import { CallsQuery } from '@callsight/contract/query/calls';
import type { Filter } from '@callsight/contract/query/request';
import type { Catalogue } from '../../analytics/catalogue/catalogue.js';
import { resolveFilter } from '../../analytics/catalogue/language/filter.js';
import { oneOf } from '../../analytics/catalogue/language/one-of.js';
import { QueryError, unknownId } from '../../analytics/catalogue/language/query-error.js';
import { kindName, type Asking } from '../../analytics/query/answer-query.js';
import { chooseCalls } from '../../analytics/query/calls-list.js';
import type { AskOptions, QueryEngine } from '../../analytics/query/engine.js';
import { filterSql } from '../../analytics/query/filter-sql.js';
import { localTimeSql, NO_SHIFT } from '../../analytics/query/local-time.js';
import { Parameters } from '../../analytics/query/parameters.js';
import { checkFilters } from '../../analytics/query/request-limits.js';
import { conditionsSql } from '../../analytics/query/rows-sql.js';
import { compileCheck } from '../../lib/schema/schema-check.js';
import type { AttributeDeclaration } from '../../storage/tables/attribute.js';
import { exportedDatasets, LISTED_CALLS, type DatasetColumn, type ExportedDataset } from './datasets.js';
import type { ExportDescription, ExportPlan, RowsPlan } from './export-plan.js';
import { filtersInWords } from './filters-in-words.js';
import { frameTable } from './frame-table.js';

const checkRequest = compileCheck(ExportRequest, '', 'invalid_request', 'the body');
const checkCalls = compileCheck(CallsQuery, '/query', 'invalid_query', 'the query');

/** An export as it was asked for. */
export interface AskedExport {
  /** The body, parsed. */
  readonly body: unknown;
  readonly format: string;
  readonly tenant: string;
}

/** Formats that hold one table. */
const ONE_TABLE: ReadonlySet<ExportFormat> = new Set(['csv', 'ndjson', 'json', 'parquet']);

type Query = Readonly<Record<string, unknown>>;

function read({ body, format }: AskedExport): { readonly request: ExportRequest; readonly format: ExportFormat } {
  const known = oneOf(EXPORT_FORMATS, 'format', format, '/format');
  const wrong = checkRequest(body);
  if (wrong !== undefined) throw new QueryError('invalid_request', wrong.message, wrong.path);
  const request = body as ExportRequest;
  if ((request.query === undefined) === (request.dataset === undefined))
    throw new QueryError('invalid_request', 'an export is of either a query or a dataset', '/dataset');
  for (const name of ['columns', 'filters'] as const)
    if (request.query !== undefined && request[name] !== undefined)
      throw new QueryError('invalid_request', `${name} are for a dataset; a query has its own`, `/${name}`);
  if (request.decimal === ',' && (request.delimiter ?? ',') === ',')
    throw new QueryError('invalid_request', 'a decimal comma needs another delimiter, such as ";"', '/decimal');
  checkFilters([request.query, { filters: request.filters ?? [] }]);
  return { request, format: known };
}

function isQuery(query: unknown): query is Query {
  return typeof query === 'object' && query !== null && !Array.isArray(query);
}

/**
 * Plans an export: which rows of a table it has, or, for a query whose answer is made as a whole, the answer itself.
 * @throws QueryError for what cannot be exported as it was asked for
 */
export async function planExport(
  engine: QueryEngine,
  attributes: readonly AttributeDeclaration[],
  asked: AskedExport,
  options: AskOptions,
): Promise<ExportPlan> {
  const { request, format } = read(asked);
  return engine
    .planned(request, asked.tenant, options, (asking) => {
      const describe = describing(request, format, asking, options);
      if (request.dataset !== undefined) return Promise.resolve(planDataset(request, attributes, asking, describe));
      if (!isQuery(request.query)) throw new QueryError('invalid_query', 'a query is an object', '/query');
      const query = { refId: 'A', ...request.query };
      return kindName(query) === 'calls' ? planCalls(query, asking, describe) : Promise.resolve(undefined);
    })
    .then((plan) => plan ?? planFrames(engine, request, format, asked.tenant, options));
}

type Describe = (
  what: string,
  title: string,
  filters: readonly Filter[],
  columns: readonly DatasetColumn[],
) => ExportDescription;

function describing(
  request: ExportRequest,
  format: ExportFormat,
  { catalogue, context }: Pick<Asking, 'catalogue' | 'context'>,
  { now }: AskOptions,
): Describe {
  const { safe = true, delimiter = ',', decimal = '.', job = false } = request;
  return (what, title, filters, columns) => ({
    what,
    title,
    range: context.range,
    timezone: context.timezone,
    filters: filtersInWords(filters, catalogue.dimensions),
    definitions: Object.fromEntries(columns.map((column) => [column.title, column.description])),
    at: now,
    format,
    csv: { safe, delimiter, decimal },
    isJob: job,
  });
}

function chosenColumns(
  { id, columns }: ExportedDataset,
  names: readonly string[] | undefined,
): readonly DatasetColumn[] {
  if (names === undefined) return columns;
  const known = new Map(columns.map((column) => [column.name, column]));
  return [...new Set(names)].map((name) => {
    const column = known.get(name);
    if (column !== undefined) return column;
    throw unknownId('unknown_column', `column of ${id}`, name, known.keys(), `/columns/${names.indexOf(name)}`);
  });
}

/** Dimensions of touches; they are columns of the same names as those of calls. */
const TOUCH_DIMENSIONS = ['source', 'medium', 'campaign', 'currency', 'caller', 'hour_of_day', 'weekday', 'cost'];

/** Touches are no dataset of metrics. */
function touchConditions(filters: readonly Filter[], time: string, asking: Asking, parameters: Parameters): string {
  const { tenant, context } = asking;
  const { range, timezone } = context;
  const dimensions = touchDimensions(asking.catalogue);
  const local = localTimeSql(time, timezone, range);
  return [
    `tenant = ${parameters.bind(tenant)}`,
    `${time} >= ${range.from} AND ${time} < ${range.to}`,
    ...filters.map((filter, index) =>
      filterSql(resolveFilter(filter, dimensions, ['calls'], `/filters/${index}`), 'calls', local, parameters),
    ),
  ].join(' AND ');
}

const touchDimensions = ({
  dimensions,
}: Catalogue): ReadonlyMap<string, NonNullable<ReturnType<typeof dimensions.get>>> =>
  new Map([...dimensions].filter(([id]) => TOUCH_DIMENSIONS.includes(id)));

function conditionsOf(
  { id, time }: ExportedDataset,
  filters: readonly Filter[],
  asking: Asking,
  parameters: Parameters,
): string {
  if (id === 'touches') return touchConditions(filters, time, asking, parameters);
  const { catalogue, context, tenant } = asking;
  const resolved = filters.map((filter, index) =>
    resolveFilter(filter, catalogue.dimensions, [id], `/filters/${index}`),
  );
  const scope = { tenant, dataset: id, range: context.range, shift: NO_SHIFT };
  return conditionsSql({ filters: resolved, timezone: context.timezone }, scope, parameters);
}

function planDataset(
  { dataset = '', columns, filters = [] }: ExportRequest,
  attributes: readonly AttributeDeclaration[],
  asking: Asking,
  describe: Describe,
): RowsPlan {
  const id: ExportDataset = oneOf(EXPORT_DATASETS, 'dataset', dataset, '/dataset');
  const found = exportedDatasets(attributes).find((one) => one.id === id);
  if (found === undefined) throw new Error(`no dataset ${id}`);
  const chosen = chosenColumns(found, columns);
  const parameters = new Parameters();
  const conditions = conditionsOf(found, filters, asking, parameters);
  return {
    kind: 'rows',
    description: describe(id, found.title, filters, chosen),
    columns: chosen,
    table: id,
    tables: '',
    conditions,
    values: parameters.statement(conditions).values,
    time: found.time,
    order: found.order,
    isLatestFirst: false,
  };
}

/** A list of calls, from where its cursor leads to until its end, however many pages these are. */
async function planCalls(query: Query, asking: Asking, describe: Describe): Promise<RowsPlan> {
  const wrong = checkCalls(query);
  if (wrong !== undefined) throw new QueryError(wrong.code, wrong.message, wrong.path);
  const { calls } = query as CallsQuery;
  const { tables, conditions, parameters } = await chooseCalls(calls, asking);
  return {
    kind: 'rows',
    description: describe('calls', 'Calls', calls.filters ?? [], LISTED_CALLS),
    columns: LISTED_CALLS,
    table: 'calls',
    tables,
    conditions,
    values: parameters.statement(`${tables} ${conditions}`).values,
    time: 'started_at',
    order: 'call_id DESC',
    isLatestFirst: true,
  };
}

function framesOf(result: QueryResult | undefined): readonly Frame[] {
  if (result === undefined) throw new Error('the query has no answer');
  if ('frames' in result) return result.frames;
  const { code, message, path, suggestions } = result.error;
  throw new QueryError(code, message, path, suggestions);
}

const filtersOf = (query: Query): readonly Filter[] => {
  const inner = query[kindName(query)];
  const filters = query['filters'] ?? (isQuery(inner) ? inner['filters'] : undefined);
  return Array.isArray(filters) ? (filters as Filter[]) : [];
};

/** What the headings of an answer mean, where its fields say it. */
const definitionsOf = (frames: readonly Frame[]): Record<string, string> =>
  Object.fromEntries(
    frames.flatMap(({ schema }) =>
      schema.fields.flatMap(({ name, config }): [string, string][] => {
        const { displayName = name, description } = config;
        return typeof description === 'string' && description !== '' ? [[String(displayName), description]] : [];
      }),
    ),
  );

/** The answer of a query, as `POST /v1/query` gives it. */
async function planFrames(
  engine: QueryEngine,
  request: ExportRequest,
  format: ExportFormat,
  tenant: string,
  options: AskOptions,
): Promise<ExportPlan> {
  const { from, to, timezone } = request;
  const query: Query = { refId: 'A', ...(request.query as Query) };
  const { results } = await engine.answer(
    { from, to, ...(timezone === undefined ? {} : { timezone }), queries: [{ ...query, refId: 'A' }] },
    tenant,
    options,
  );
  const frames = framesOf(results['A']);
  if (ONE_TABLE.has(format) && frames.length > 1) {
    const message = `the answer has ${frames.length} tables, and a file of this format has one; ask for xlsx, or for less`;
    throw new QueryError('several_tables', message, '/query');
  }
  const tables = frames.map(frameTable);
  const description = await engine.planned(request, tenant, options, (asking) => {
    const kind = kindName(query);
    const plain = describing(request, format, asking, options)(kind, titleOf(kind), filtersOf(query), []);
    return Promise.resolve({ ...plain, definitions: definitionsOf(frames) });
  });
  return {
    kind: 'frames',
    description,
    rows: tables.reduce((sum, { values }) => sum + (values[0]?.length ?? 0), 0),
    currencies: tables.flatMap(({ columns }) => columns.flatMap(({ currency }) => currency ?? [])),
    tables: new TextEncoder().encode(JSON.stringify(tables)),
  };
}

const titleOf = (kind: string): string => kind.slice(0, 1).toUpperCase() + kind.slice(1);
