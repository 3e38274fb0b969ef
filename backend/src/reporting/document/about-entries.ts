import { wordsOf } from '../words/words-of.js';
import type { ReportDocument } from './document.js';

/** What a report covers, as names and values in its language: every format that a person reads begins or ends with it. */
export function aboutEntries(document: ReportDocument): readonly (readonly [name: string, value: string])[] {
  const { about } = wordsOf(document.locale);
  return [
    [about.period, document.period.text],
    ...(document.comparison === undefined ? [] : [[about.comparison, document.comparison.text] as const]),
    [about.filters, document.filters.length === 0 ? about.noFilters : document.filters.join('; ')],
    [about.timezone, document.timezone],
    [about.generated, document.generated.text],
    [about.dataUpTo, document.dataUpTo.text],
    [about.versionLabel, about.version(document.id, document.version, document.serviceVersion)],
  ];
}
