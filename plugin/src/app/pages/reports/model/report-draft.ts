import type { Report, ReportInput } from '@callsight/contract/reports/report';
import type { Section } from '@callsight/contract/reports/section';
import { idOf } from '../../../definition-draft';

/** What is entered of a report; its id is empty until it is stored. */
export type Draft = ReportInput;

/** A report without what the service adds to it. */
export function draftOf(report: Report): Draft {
  const { version: _version, updated_at: _at, updated_by: _by, ...input } = report;
  return input;
}

/** Part of the address of the page on which a report is made; no report has it as its id. */
export const NEW = 'new';

/** A draft as it is sent: with an id and a title, also while none has been entered. */
export function inputOf(draft: Draft, taken: readonly string[], untitled: string): ReportInput {
  const title = draft.title.trim() === '' ? untitled : draft.title.trim();
  return { ...draft, title, id: draft.id === '' ? idOf(title, [...taken, NEW], 'report') : draft.id };
}

/** The sections with the one at `from` moved to `to`. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, index) => index !== from);
  const one = list[from];
  if (one === undefined || to < 0 || to > rest.length) return [...list];
  return [...rest.slice(0, to), one, ...rest.slice(to)];
}

/** The sections with another one in the place of that at `index`. */
export const replaced = (sections: readonly Section[], index: number, section: Section): Section[] =>
  sections.map((one, at) => (at === index ? section : one));

/** The sections with one more behind that at `index`; at the end without one. */
export const inserted = (sections: readonly Section[], section: Section, index = sections.length - 1): Section[] => [
  ...sections.slice(0, index + 1),
  section,
  ...sections.slice(index + 1),
];
