import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Button, FilterInput, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { useEffect, useRef, useState } from 'react';
import { ChangeError } from '../../controls/change-error';
import { ThresholdEditor } from './editor/threshold-editor';
import { isWrong, type Watched } from './model/watched';
import { ProblemCard } from './overview/problem-card';
import { ThresholdList } from './overview/threshold-list';
import { isEditor } from '../../is-editor';
import { NEW, useDrafts } from './use-drafts';
import { useNow } from '../../controls/use-now';
import { useThresholdChanges } from './use-threshold-changes';
import type { WatchedThresholds } from './use-watched';

/** With more, a search is offered. */
const SEARCHED_FROM = 10;

function matching(watched: readonly Watched[], text: string): readonly Watched[] {
  const terms = text.toLowerCase().split(/\s+/);
  return watched.filter(({ threshold, metric }) => {
    const { id, title, component = '', owner = '' } = threshold;
    const all = `${id} ${title} ${threshold.metric} ${metric?.title ?? ''} ${component} ${owner}`.toLowerCase();
    return terms.every((term) => all.includes(term));
  });
}

interface ListPartProps {
  readonly all: WatchedThresholds;
  readonly selected: string | undefined;
  readonly changed: ReadonlySet<string>;
  /** Why a change that was made in the list was not taken. */
  readonly changeError: Error | undefined;
  readonly onSelect: (id: string) => void;
  readonly onMute: (watched: Watched, until: number | undefined) => void;
}

/** What is wrong, and all thresholds by state. */
function ListPart({ all: { watched, error }, selected, changed, changeError, onSelect, onMute }: ListPartProps) {
  const styles = useStyles2(getStyles);
  const now = useNow();
  const [search, setSearch] = useState('');
  const listed = matching(watched, search);
  return (
    <div className={styles.list}>
      {error !== undefined && (
        <Alert severity="error" title={t('alerts.read-failed', 'How things are now is not known')}>
          {error.message}
        </Alert>
      )}
      {changeError !== undefined && <ChangeError error={changeError} />}
      {watched
        .filter(({ level }) => isWrong(level))
        .map((one) => (
          <ProblemCard
            key={one.threshold.id}
            watched={one}
            now={now}
            isSelected={one.threshold.id === selected}
            canEdit={isEditor()}
            onSelect={() => onSelect(one.threshold.id)}
            onMute={(until) => onMute(one, until)}
          />
        ))}
      {watched.length > SEARCHED_FROM && (
        <FilterInput
          value={search}
          placeholder={t('alerts.search', 'Search thresholds')}
          aria-label={t('alerts.search', 'Search thresholds')}
          onChange={setSearch}
        />
      )}
      {listed.length > 0 && (
        <ThresholdList watched={listed} selected={selected} now={now} changed={changed} onSelect={onSelect} />
      )}
      {listed.length === 0 && watched.length > 0 && (
        <p>{t('alerts.search-nothing', 'No threshold has these words.')}</p>
      )}
    </div>
  );
}

/** What stands where no threshold is chosen. */
function NothingChosen({ unknown, onNew }: { readonly unknown: string | undefined; readonly onNew: () => void }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.nothing}>
      {unknown !== undefined && (
        <p role="status">{t('alerts.unknown', 'There is no threshold “{{- id}}”.', { id: unknown })}</p>
      )}
      <p className={styles.invitation}>
        {t('alerts.choose', 'Choose a threshold to see what it would have done in the last 14 days, and to change it.')}
      </p>
      {isEditor() && (
        <Button className={styles.invitation} icon="plus" variant="secondary" onClick={onNew}>
          {t('alerts.new', 'New threshold')}
        </Button>
      )}
    </div>
  );
}

interface Props extends WatchedThresholds {
  /** Id of the threshold that is shown in detail. */
  readonly selected: string | undefined;
  readonly onSelect: (id: string | undefined) => void;
}

/** All thresholds, and the one that is chosen. What was entered of others stays until the page is left. */
export function ThresholdsView({ selected, onSelect, ...all }: Props) {
  const { watched, catalogue, isLoading, error } = all;
  const styles = useStyles2(getStyles);
  const drafts = useDrafts(watched);
  const detail = useRef<HTMLDivElement>(null);
  const changes = useThresholdChanges((id, change) => {
    if (change.kind === 'mute') return;
    drafts.drop(change.kind === 'save' && change.isNew ? NEW : id);
    onSelect(change.kind === 'save' ? id : undefined);
  });
  const chosen = watched.find(({ threshold }) => threshold.id === selected);
  const isRead = !isLoading || error !== undefined;
  const isShown =
    isRead && catalogue !== undefined && selected !== undefined && (selected === NEW || chosen !== undefined);
  useEffect(() => {
    // A keyboard and a screen reader go where the detail begins.
    if (isShown) detail.current?.querySelector<HTMLElement>('[data-editor-title]')?.focus();
  }, [selected, isShown]);

  if (!isRead) {
    return <LoadingPlaceholder text={t('alerts.loading', 'Reading the thresholds…')} />;
  }
  const select = (id: string | undefined): void => {
    changes.reset();
    onSelect(id);
  };
  const mute = ({ threshold }: Watched, until: number | undefined): void =>
    changes.change({ kind: 'mute', threshold, until });
  return (
    <div className={cx(styles.page, isShown && styles.withDetail)}>
      <ListPart
        all={all}
        selected={selected}
        changed={drafts.changed}
        changeError={isShown ? undefined : changes.error}
        onSelect={select}
        onMute={mute}
      />
      {isShown ? (
        <div className={styles.detail} ref={detail}>
          <ThresholdEditor
            key={selected}
            watched={chosen}
            draft={drafts.of(selected)}
            isChanged={drafts.changed.has(selected)}
            taken={watched.map(({ threshold }) => threshold.id)}
            catalogue={catalogue}
            canEdit={isEditor()}
            isBusy={changes.isBusy}
            error={changes.error}
            onChange={(next) => drafts.set(selected, next)}
            onSave={(taken) =>
              changes.change({ kind: 'save', draft: drafts.of(selected), isNew: selected === NEW, taken })
            }
            onDiscard={() => {
              drafts.drop(selected);
              select(selected === NEW ? undefined : selected);
            }}
            onRemove={() => changes.change({ kind: 'remove', id: selected })}
            onMute={(until) => chosen !== undefined && mute(chosen, until)}
            onBack={() => select(undefined)}
          />
        </div>
      ) : (
        <NothingChosen unknown={isLoading ? undefined : selected} onNew={() => select(NEW)} />
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const wide = theme.breakpoints.up('lg');
  const narrow = theme.breakpoints.down('lg');
  return {
    page: css({
      display: 'grid',
      gap: theme.spacing(2),
      alignItems: 'start',
      gridTemplateColumns: 'minmax(0, 1fr)',
      [wide]: { gridTemplateColumns: 'minmax(380px, 2fr) minmax(0, 3fr)' },
    }),
    list: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5), minWidth: 0 }),
    detail: css({ minWidth: 0 }),
    // On a narrow page the detail takes the place of the list.
    withDetail: css({ '& > :first-child': { display: 'none', [wide]: { display: 'flex' } } }),
    nothing: css({
      color: theme.colors.text.secondary,
      padding: theme.spacing(2),
      [narrow]: { order: -1, padding: 0 },
    }),
    // Below the list it would only repeat what the page says.
    invitation: css({ [narrow]: { display: 'none' } }),
  };
};
