import { css } from '@emotion/css';
import { getTimeZone, type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ianaTimeZone } from '../../../../fields/iana-time-zone';
import { LocaleField } from '../builder/locale-field';
import { newSection } from '../model/new-section';
import type { Draft } from '../model/report-draft';
import { typeName } from '../model/section-texts';
import { readTemplates, type Template } from '../reports-api';

interface Props {
  readonly onChoose: (draft: Draft) => void;
}

/** What a template shows, in a line: each kind of section once. */
const contents = ({ report }: Template): string =>
  [...new Set(report.sections.map(({ type }) => typeName(type)))].join(' · ');

function TemplateCard({
  title,
  description,
  text,
  onChoose,
}: {
  readonly title: string;
  readonly description: string;
  readonly text: string;
  readonly onChoose: () => void;
}) {
  const styles = useStyles2(getStyles);
  return (
    <li>
      <button type="button" className={styles.card} onClick={onChoose}>
        <span className={styles.title}>{title}</span>
        <span>{description}</span>
        <span className={styles.quiet}>{text}</span>
      </button>
    </li>
  );
}

/** What a new report begins as: a template, or one section. */
export function TemplateGallery({ onChoose }: Props) {
  const styles = useStyles2(getStyles);
  const [locale, setLocale] = useState('en');
  const timezone = ianaTimeZone(getTimeZone());
  const { data, error } = useQuery({
    queryKey: ['report-templates', locale, timezone],
    queryFn: () => readTemplates(locale, timezone),
    staleTime: Infinity,
  });
  const empty = (): Draft => ({
    id: '',
    title: '',
    range: 'last_week',
    compare: 'previous_period',
    timezone,
    locale,
    sections: [newSection('kpis', '')],
  });
  return (
    <div className={styles.gallery}>
      <LocaleField width={28} value={locale} onChange={setLocale} />
      {error !== null && (
        <Alert severity="error" title={t('reports.templates.failed', 'The templates could not be read')}>
          {error.message}
        </Alert>
      )}
      {data === undefined && error === null && (
        <LoadingPlaceholder text={t('reports.templates.loading', 'Reading the templates…')} />
      )}
      <ul className={styles.cards} aria-label={t('reports.templates.label', 'Templates')}>
        {data?.map((template) => (
          <TemplateCard
            key={template.id}
            title={template.title}
            description={template.description}
            text={contents(template)}
            onChoose={() => onChoose({ ...template.report, id: '' })}
          />
        ))}
        {data !== undefined && (
          <TemplateCard
            title={t('reports.templates.empty', 'Empty report')}
            description={t('reports.templates.empty-text', 'Key figures of last week; everything else is added by you')}
            text={typeName('kpis')}
            onChoose={() => onChoose(empty())}
          />
        )}
      </ul>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  gallery: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
  cards: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(280px, 1fr))',
    gap: theme.spacing(2),
    listStyle: 'none',
  }),
  card: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    width: '100%',
    height: '100%',
    padding: theme.spacing(2),
    textAlign: 'left',
    color: theme.colors.text.primary,
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    '&:hover, &:focus-visible': { borderColor: theme.colors.primary.border },
  }),
  title: css({ fontSize: theme.typography.h5.fontSize, fontWeight: theme.typography.fontWeightMedium }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize, marginTop: 'auto' }),
});
