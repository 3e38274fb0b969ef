import type { DataFrame } from '@grafana/data';

const MEASURED =
  /^(time|step|reached|dropped|pending|rate_total|rate_step|median_s|p90_s|rate_(total|step)_(low|high)|from_s|to_s|count)(_previous)?$/;

/** Fields of a funnel's frame that say which segment a row is of: all that count nothing. */
export const breakdownFields = (frame: DataFrame): string[] =>
  frame.fields.map(({ name }) => name).filter((name) => !MEASURED.test(name));
