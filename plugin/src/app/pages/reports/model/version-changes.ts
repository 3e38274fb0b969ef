import { t } from '@grafana/i18n';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import type { Section } from '@callsight/contract/reports/section';
import { isSame } from '../../../definition-draft';
import type { Draft } from './report-draft';
import { sectionTitle } from './section-texts';

const FIELDS = ['title', 'range', 'compare', 'timezone', 'locale', 'filters', 'branding'] as const;

const fieldName = (field: (typeof FIELDS)[number]): string =>
  ({
    title: t('reports.field.title', 'Title'),
    range: t('reports.field.period', 'Period'),
    compare: t('reports.field.compare', 'Comparison'),
    timezone: t('reports.field.timezone', 'Time zone'),
    locale: t('reports.field.language', 'Language'),
    filters: t('reports.field.filters-short', 'Filters'),
    branding: t('reports.branding.label', 'Branding'),
  })[field];

const titles = (sections: readonly Section[], catalogue: Catalogue): string =>
  sections.map((section) => `“${sectionTitle(section, catalogue)}”`).join(', ');

/** The sections of one list that the other has none of, each counted once. */
function only(of: readonly Section[], other: readonly Section[]): Section[] {
  const left = [...other];
  return of.filter((section) => {
    const at = left.findIndex((one) => isSame(one, section));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** What a version says otherwise than the one before it, in a few words each. */
export function changesOf(before: Draft, after: Draft, catalogue: Catalogue): string[] {
  const fields = FIELDS.filter((field) => !isSame(before[field], after[field])).map(fieldName);
  const removed = only(before.sections, after.sections);
  const added = only(after.sections, before.sections);
  // What is of one kind on both sides was changed; it neither came nor went.
  const changed = added.filter((section) => removed.some(({ type }) => type === section.type));
  const came = added.filter((section) => !changed.includes(section));
  const went = removed.filter(({ type }) => !changed.some((section) => section.type === type));
  const isReordered = added.length === 0 && removed.length === 0 && !isSame(before.sections, after.sections);
  return [
    ...fields,
    ...(changed.length === 0
      ? []
      : [t('reports.changes.changed', '{{- sections}} changed', { sections: titles(changed, catalogue) })]),
    ...(came.length === 0
      ? []
      : [t('reports.changes.added', '{{- sections}} added', { sections: titles(came, catalogue) })]),
    ...(went.length === 0
      ? []
      : [t('reports.changes.removed', '{{- sections}} removed', { sections: titles(went, catalogue) })]),
    ...(isReordered ? [t('reports.changes.order', 'Order of the sections')] : []),
  ];
}
