/** A metric of the catalogue in another language than the catalogue's own. */
export interface MetricWords {
  readonly title: string;
  /** @param original the catalogue's description, which says what is set: seconds, hours, days */
  readonly describe: (original: string) => string;
}

/** Something a finding is about, as parts of its sentence. */
interface ChangeFact {
  readonly metric: string;
  readonly value: string;
  readonly previous: string;
  /** With its sign. */
  readonly change: string;
  readonly isUp: boolean;
  /** The 95 % interval of the change, with signs. */
  readonly low: string;
  readonly high: string;
}

/** Everything that a report says in a language. */
export interface Words {
  readonly metric: (id: string) => MetricWords | undefined;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly steps: Readonly<Record<string, string>>;
  /** Values of dimensions. */
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly weekdays: readonly string[];
  /** Columns of frames that are no metric and no dimension. */
  readonly columns: Readonly<Record<string, string>>;
  /** What a column is of its metric, by the end of its name. */
  readonly columnParts: Readonly<Record<string, string>>;
  readonly unknown: string;
  readonly yes: string;
  readonly no: string;
  readonly more: (count: number) => string;
  readonly filter: (dimension: string, operator: string, values: string) => string;
  readonly perInterval: (interval: string) => string;
  readonly by: (dimension: string) => string;
  readonly byHourAndWeekday: string;
  readonly orderedBy: (metric: string, by: string) => string;
  readonly onlyFirst: (rows: number) => string;
  readonly peak: (value: string, weekday: string, hour: string) => string;
  readonly ofCalls: string;
  readonly ofCallers: string;
  readonly titles: Readonly<
    Record<
      'kpis' | 'findings' | 'heatmap' | 'funnel' | 'paths' | 'attribution' | 'segments' | 'calls' | 'about',
      string
    >
  >;
  readonly page: {
    readonly comparedWith: string;
    readonly was: string;
    readonly thisPeriod: string;
    readonly previous: string;
    readonly goal: string;
    readonly generated: string;
    readonly timesIn: (timezone: string) => string;
    readonly dataUpTo: string;
    readonly step: string;
    readonly ofAll: string;
    readonly stepRate: string;
    readonly mostLost: string;
    readonly mayCome: (count: string) => string;
    readonly medianTime: string;
    readonly fewer: string;
    readonly more: string;
    readonly page: (page: string, of: string) => string;
    readonly contents: string;
    readonly number: string;
    readonly change: string;
    readonly group: string;
    readonly weekday: string;
  };
  readonly about: {
    readonly period: string;
    readonly comparison: string;
    readonly filters: string;
    readonly noFilters: string;
    readonly timezone: string;
    readonly generated: string;
    readonly dataUpTo: string;
    readonly version: (report: string, version: number, service: string) => string;
    readonly versionLabel: string;
    readonly definitions: string;
    readonly limits: string;
    readonly reconciliation: string;
    readonly metric: string;
    readonly meaning: string;
  };
  readonly state: {
    readonly empty: string;
    readonly failed: (reason: string) => string;
    readonly emptyReport: string;
  };
  readonly reconcile: (figure: string, metric: string, section: string, upTo: string) => string;
  readonly disagree: (sum: string, total: string, metric: string, section: string) => string;
  readonly findings: {
    readonly none: string;
    readonly noComparison: string;
    readonly cutComparison: string;
    readonly tooFew: string;
    readonly change: (fact: ChangeFact) => { readonly headline: string; readonly rest: string };
    readonly outside: (fact: { metric: string; value: string; low: string; high: string; isAbove: boolean }) => {
      readonly headline: string;
      readonly rest: string;
    };
    readonly anomaly: (fact: {
      metric: string;
      day: string;
      value: string;
      low: string;
      high: string;
      isAbove: boolean;
      others: number;
    }) => { readonly headline: string; readonly rest: string };
    readonly record: (fact: { metric: string; day: string; value: string; weeks: number; isHighest: boolean }) => {
      readonly headline: string;
      readonly rest: string;
    };
    readonly worstStep: (fact: { step: string; before: string; share: string; count: string; of: string }) => {
      readonly headline: string;
      readonly rest: string;
    };
    readonly group: (fact: {
      metric: string;
      group: string;
      value: string;
      baseline: string;
      baselineValue: string;
      n: string;
      isGood: boolean;
    }) => { readonly headline: string; readonly rest: string };
  };
  readonly method: string;
}
