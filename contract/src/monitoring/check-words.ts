// Apart from the schemas, so that who needs the words alone loads no more.

export const CHECK_KINDS = ['http', 'tcp', 'tls', 'smtp', 'dns', 'influxdb', 'heartbeat'] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

export const JSON_OPERATORS = ['=', '!=', '<', '<=', '>', '>=', 'contains', 'exists'] as const;
export type JsonOperator = (typeof JSON_OPERATORS)[number];
