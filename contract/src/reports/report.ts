import { Type, type Static } from '@sinclair/typebox';
import { optional } from '../optional.js';
import { COMPARISONS, Filter } from '../query/request.js';
import { SECTION_TYPES, type Section } from './section.js';

const closed = { additionalProperties: false };

/** Periods that are found from the time a report is planned for, in its time zone; weeks begin on Monday. */
const REPORT_RANGES = ['yesterday', 'last_7_days', 'last_week', 'last_month', 'month_to_date', 'last_quarter'] as const;
export type ReportRangeName = (typeof REPORT_RANGES)[number];

/** English and German; a region changes how numbers, dates and money are written. */
export const LOCALE = '^(en|de)(-[A-Z]{2})?$';

const Instant = Type.String({ format: 'date-time' });

export const ReportRange = Type.Union([
  ...REPORT_RANGES.map((range) => Type.Literal(range)),
  Type.Object({ from: Instant, to: Instant }, closed),
]);
export type ReportRange = Static<typeof ReportRange>;

const Branding = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, description: 'Of the account, as it stands at the top' }),
    logo: optional(
      Type.String({
        pattern: '^data:image/(png|jpeg);base64,[A-Za-z0-9+/]+=*$',
        maxLength: 280_000,
        description: 'PNG or JPEG as a data: URL, at most 200 KB',
      }),
    ),
    color: optional(Type.String({ pattern: '^#[0-9a-fA-F]{6}$', description: 'Of the band at the top: "#1d4f8f"' })),
    footer: optional(Type.String({ minLength: 1, maxLength: 300 })),
  },
  closed,
);
export type Branding = Static<typeof Branding>;

const AnySection = Type.Object(
  { type: Type.String({ maxLength: 40, description: SECTION_TYPES.join(', ') }) },
  { additionalProperties: true, description: 'With the fields of its type' },
);

const Input = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9_-]*(\\.[a-z0-9_-]+)*$', maxLength: 100 }),
    title: Type.String({ minLength: 1, maxLength: 200 }),
    template: optional(Type.String({ maxLength: 100, description: 'The template that it was made from' })),
    range: ReportRange,
    compare: optional(Type.String({ description: COMPARISONS.join(', ') })),
    timezone: Type.String({ maxLength: 60, description: 'IANA time zone' }),
    locale: Type.String({ pattern: LOCALE, description: '"en", "en-GB", "de", "de-AT" …' }),
    filters: optional(Type.Array(Filter, { maxItems: 32, description: 'Of every section' })),
    branding: optional(Branding),
    sections: Type.Array(AnySection, { minItems: 1, maxItems: 40 }),
  },
  { ...closed, title: 'ReportInput' },
);

type WithSections<T> = Omit<T, 'sections'> & { readonly sections: readonly Section[] };

/** A report as a user writes it. Its sections are checked each by the schema of its type (`SECTIONS`). */
export const ReportInput = Input;
export type ReportInput = WithSections<Static<typeof Input>>;

/** A report with its version. */
export const Report = Type.Composite(
  [
    Input,
    Type.Object({
      version: Type.Integer({ minimum: 0 }),
      updated_at: optional(Type.String({ format: 'date-time' })),
      updated_by: optional(Type.String({ description: 'Id of the API key that wrote this version' })),
    }),
  ],
  { title: 'Report' },
);
export type Report = WithSections<Static<typeof Report>>;

/** Formats that reports are rendered in; `mail` is a whole message (RFC 5322). */
export const RENDERED_FORMATS = ['html', 'pdf', 'xlsx', 'csv', 'json', 'ndjson', 'parquet', 'mail'] as const;
export type ReportFormat = (typeof RENDERED_FORMATS)[number];

export const ReportFormatName = Type.Union(RENDERED_FORMATS.map((format) => Type.Literal(format)));
