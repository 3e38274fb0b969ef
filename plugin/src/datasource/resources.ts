import type { TimeRange } from '@grafana/data';

/** Which values of a dimension are wanted. */
export interface ValuesRequest {
  readonly range?: TimeRange | undefined;
  readonly timezone?: string | undefined;
  readonly search?: string | undefined;
  readonly limit?: number | undefined;
}
