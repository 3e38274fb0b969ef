import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import { INFLUXDB } from './sources.js';

/** A query in InfluxQL, as Grafana's own datasource stores it.  */
export const influxQuery = (query: string, alias: string): cog.Builder<cog.Dataquery> => ({
  build: () => ({
    refId: 'A',
    datasource: INFLUXDB,
    rawQuery: true,
    query,
    alias,
    resultFormat: 'time_series',
    _implementsDataqueryVariant: () => undefined,
  }),
});
