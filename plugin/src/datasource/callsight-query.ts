import type { DataQuery } from '@grafana/schema';
import type { StoredQuery } from '@callsight/contract/grafana/stored-query';

/** A stored query with what Grafana keeps beside it, such as the datasource that it is for. */
export type CallsightQuery = StoredQuery & Omit<DataQuery, keyof StoredQuery>;
