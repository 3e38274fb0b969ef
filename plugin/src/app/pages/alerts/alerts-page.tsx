import { css } from '@emotion/css';
import type { GrafanaTheme2, NavModelItem } from '@grafana/data';
import { t } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import { Button, useStyles2 } from '@grafana/ui';
import { APP_ID } from '@callsight/contract/grafana/settings';
import { ChecksView } from './checks/checks-view';
import { HolidaysView } from './holidays/holidays-view';
import { headline, watchedLine } from './model/summary';
import { isEditor } from '../../is-editor';
import { ThresholdsView } from './thresholds-view';
import { NEW } from './use-drafts';
import { useWatched } from './use-watched';

const PARTS = ['thresholds', 'checks', 'holidays'] as const;
type Part = (typeof PARTS)[number];

const PATH = `/a/${APP_ID}/alerts`;

const partName = (part: Part): string =>
  ({
    thresholds: t('alerts.tab.thresholds', 'Thresholds'),
    checks: t('alerts.tab.checks', 'Checks'),
    holidays: t('alerts.tab.holidays', 'Holidays'),
  })[part];

const partPath = (part: Part): string => (part === 'thresholds' ? PATH : `${PATH}/${part}`);

interface Props {
  /** The rest of the path after `alerts`. */
  readonly part: string | undefined;
  readonly threshold: string | undefined;
  readonly onSelect: (threshold: string | undefined) => void;
}

/** What is wrong now, and everything that says so: thresholds, checks, holidays. */
export function AlertsPage({ part: named, threshold, onSelect }: Props) {
  const styles = useStyles2(getStyles);
  const part = PARTS.find((one) => one === named) ?? 'thresholds';
  const all = useWatched();
  const { watched, isLoading, error } = all;
  const nav: NavModelItem = {
    text: t('alerts.title', 'Alerts'),
    url: PATH,
    children: PARTS.map((one) => ({ text: partName(one), url: partPath(one), active: one === part })),
  };
  const isKnown = !isLoading && error === undefined;
  return (
    <PluginPage
      pageNav={nav}
      renderTitle={(title) => <h1 className={styles.title}>{isKnown ? headline(watched) : title}</h1>}
      subTitle={isKnown ? <span role="status">{watchedLine(watched)}</span> : undefined}
      actions={
        part === 'thresholds' && isEditor() ? (
          <Button icon="plus" onClick={() => onSelect(NEW)}>
            {t('alerts.new', 'New threshold')}
          </Button>
        ) : undefined
      }
    >
      {part === 'thresholds' && <ThresholdsView {...all} selected={threshold} onSelect={onSelect} />}
      {part === 'checks' && <ChecksView />}
      {part === 'holidays' && <HolidaysView />}
    </PluginPage>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  title: css({ fontSize: theme.typography.h2.fontSize, margin: 0 }),
});
