import { Type, type Static } from '@sinclair/typebox';
import { optional } from '../optional.js';
import { Filter } from '../query/request.js';
import { LOCALE, ReportFormatName } from './report.js';

const closed = { additionalProperties: false };

const RECIPIENT_KINDS = ['to', 'cc', 'bcc'] as const;

/** Who gets a report, in which language and zone, and of which calls. */
export const Recipient = Type.Object(
  {
    email: Type.String({ minLength: 3, maxLength: 254, description: 'Address alone, without a name' }),
    name: optional(Type.String({ minLength: 1, maxLength: 200 })),
    kind: optional(Type.Union(RECIPIENT_KINDS.map((kind) => Type.Literal(kind)))),
    filters: optional(Type.Array(Filter, { maxItems: 32, description: 'Besides those of the report' })),
    locale: optional(Type.String({ pattern: LOCALE, description: 'That of the report if absent' })),
    timezone: optional(Type.String({ maxLength: 60, description: 'IANA time zone; that of the report if absent' })),
  },
  { ...closed, title: 'Recipient' },
);
export type Recipient = Static<typeof Recipient>;

const MAX_RECIPIENTS = 100;

export const Recipients = Type.Array(Recipient, { maxItems: MAX_RECIPIENTS });

/** Formats that a run makes. */
export const RunFormats = Type.Array(ReportFormatName, { minItems: 1, uniqueItems: true });
