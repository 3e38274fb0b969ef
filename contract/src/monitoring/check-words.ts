// Apart from the schemas, so that who needs the words alone loads no more.

export const CHECK_KINDS = ['http', 'tcp', 'tls', 'smtp', 'dns', 'influxdb', 'heartbeat'] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

/** Parts of `expect` of a check. */
export type CheckExpectation = 'status' | 'body' | 'json' | 'certificate_days';

/** What can be expected of each kind. */
export const EXPECTABLE: Readonly<Record<CheckKind, readonly CheckExpectation[]>> = {
  http: ['status', 'body', 'json', 'certificate_days'],
  tcp: [],
  tls: ['certificate_days'],
  smtp: [],
  dns: ['body'],
  influxdb: ['status'],
  heartbeat: [],
};

export const JSON_OPERATORS = ['=', '!=', '<', '<=', '>', '>=', 'contains', 'exists'] as const;
export type JsonOperator = (typeof JSON_OPERATORS)[number];
