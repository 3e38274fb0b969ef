import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Combobox, LoadingBar, TextLink, useStyles2 } from '@grafana/ui';
import { useId, useMemo, useState } from 'react';
import type { ThresholdInput, ThresholdPreview } from '@callsight/contract/monitoring/threshold';
import { effectText } from '../model/effect-text';
import { previewGroups, type PreviewGroup } from '../model/preview-model';
import { lengthText } from '../model/time-texts';
import { useNow } from '../../../controls/use-now';
import { IncidentsTable } from './incidents-table';
import { firedText } from './fired-text';
import { PreviewChart } from './preview-chart';
import type { Preview } from './use-preview';
import { useWidth } from '../../../controls/use-width';

interface Props extends Preview {
  readonly threshold: ThresholdInput;
  readonly unit: string;
}

interface FactProps {
  readonly title: string;
  readonly value: React.ReactNode;
  readonly children: React.ReactNode;
}

function Fact({ title, value, children }: FactProps) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.fact}>
      <dt>{title}</dt>
      <dd>
        <strong>{value}</strong> {children}
      </dd>
    </div>
  );
}

interface ShownProps {
  readonly preview: ThresholdPreview;
  readonly threshold: ThresholdInput;
  readonly unit: string;
}

/** What a person may expect of the threshold: how soon it finds something, and who is told. */
function Facts({ preview, threshold, unit }: ShownProps) {
  const styles = useStyles2(getStyles);
  const { expected_minutes: minutes } = preview;
  const isPlain = threshold.comparison === 'plain';
  return (
    <dl className={styles.facts}>
      <Fact
        title={t('alerts.facts.time-to-find', 'Time to find')}
        value={minutes === null ? '–' : lengthText(minutes * 60_000)}
      >
        {minutes === null
          ? isPlain
            ? t('alerts.facts.plain', 'fires with the first value beyond the limit')
            : t('alerts.facts.unknown', 'not known for this kind, or too little is known yet')
          : t('alerts.facts.expected', '{{- effect}}, at its usual pace; sooner when it is worse', {
              effect: effectText(threshold, unit),
            })}
      </Fact>
      <Fact
        title={t('alerts.facts.goes-to', 'Goes to')}
        value={<TextLink href="/alerting/routes">{t('alerts.facts.routes', 'Notification policies')}</TextLink>}
      >
        {t('alerts.facts.labels', 'of Grafana, which choose by severity and component')}
      </Fact>
    </dl>
  );
}

function GroupChoice({
  groups,
  value,
  onChange,
}: {
  readonly groups: readonly PreviewGroup[];
  readonly value: string;
  readonly onChange: (name: string) => void;
}) {
  const id = useId();
  return (
    <label htmlFor={id}>
      <span className="sr-only">{t('alerts.preview.group', 'Group')}</span>
      <Combobox<string>
        id={id}
        aria-label={t('alerts.preview.group', 'Group')}
        width={28}
        options={groups.map(({ name, incidents }) => ({
          value: name,
          label: name,
          description: firedText(incidents),
        }))}
        value={value}
        onChange={(option) => onChange(option.value)}
      />
    </label>
  );
}

/** The preview that has come: the group that is chosen, else the one that would have fired most. */
function ShownPreview({ preview, threshold, unit }: ShownProps) {
  const styles = useStyles2(getStyles);
  const now = useNow();
  const [chosen, setChosen] = useState<string>();
  const groups = useMemo(() => previewGroups(preview), [preview]);
  const fired = groups.filter(({ incidents }) => incidents.length > 0);
  const group = groups.find(({ name }) => name === chosen) ?? groups[0];
  return (
    <>
      <header className={styles.header}>
        <h3 className={styles.title} role="status">
          {t('alerts.preview.title', 'The last 14 days: {{- fired}}', {
            fired: firedText(groups.flatMap(({ incidents }) => incidents)),
          })}
          {fired.length > 1 &&
            t('alerts.preview.in-groups', ', in {{- number}} of {{- all}} groups', {
              number: fired.length,
              all: groups.length,
            })}
        </h3>
        {groups.length > 1 && group !== undefined && (
          <GroupChoice groups={groups} value={group.name} onChange={setChosen} />
        )}
      </header>
      {preview.learning_until !== undefined && (
        <Alert
          severity="info"
          title={
            groups.length > 1
              ? t('alerts.preview.learning-groups', 'Too little is known of some groups yet')
              : t('alerts.preview.learning', 'Too little is known yet')
          }
        >
          {t(
            'alerts.preview.learning-text',
            'What is usual takes three weeks to learn. Until then nothing fires here; a fixed limit does.',
          )}
        </Alert>
      )}
      {group !== undefined && group.points.length > 0 && (
        <PreviewChart group={group} unit={unit} isLimit={threshold.kind === 'fixed'} />
      )}
      {group === undefined && <p>{t('alerts.preview.nothing', 'Nothing was seen in these 14 days.')}</p>}
      <Facts preview={preview} threshold={threshold} unit={unit} />
      {group !== undefined && <IncidentsTable incidents={group.incidents} now={now} />}
    </>
  );
}

/** What a threshold would have done in the last 14 days. */
export function PreviewView({ threshold, unit, preview, isBusy, error }: Props) {
  const styles = useStyles2(getStyles);
  const [ref, width] = useWidth<HTMLDivElement>();
  return (
    <section aria-label={t('alerts.preview.label', 'Preview')} aria-busy={isBusy} ref={ref}>
      <div className={styles.busy}>{isBusy && <LoadingBar width={width} />}</div>
      {error !== undefined && (
        <Alert severity="error" title={t('alerts.preview.failed', 'This threshold cannot be judged')}>
          {error.message}
        </Alert>
      )}
      {preview !== undefined && <ShownPreview preview={preview} threshold={threshold} unit={unit} />}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  busy: css({ height: 2, overflow: 'hidden' }),
  header: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1, 2),
    justifyContent: 'space-between',
    alignItems: 'center',
    margin: theme.spacing(1, 0),
    minHeight: theme.spacing(4),
  }),
  title: css({ fontSize: theme.typography.h5.fontSize, margin: 0 }),
  facts: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(220px, 1fr))',
    gap: theme.spacing(1),
    margin: theme.spacing(1, 0),
  }),
  fact: css({
    padding: theme.spacing(1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    dt: { color: theme.colors.text.secondary, fontWeight: 'normal' },
    dd: { margin: 0, color: theme.colors.text.secondary },
    strong: { fontSize: theme.typography.h4.fontSize, color: theme.colors.text.primary },
  }),
});
