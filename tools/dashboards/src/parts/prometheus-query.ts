import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import { PROMETHEUS } from './sources.js';

/** A query in PromQL, as Grafana's own datasource stores it. @param legend name of a series; `{{…}}` stands for a label */
export const prometheusQuery = (expr: string, legend: string, refId = 'A'): cog.Builder<cog.Dataquery> => ({
  build: () => ({
    refId,
    datasource: PROMETHEUS,
    editorMode: 'code',
    expr,
    legendFormat: legend,
    range: true,
    _implementsDataqueryVariant: () => undefined,
  }),
});
