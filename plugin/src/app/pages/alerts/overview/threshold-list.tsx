import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, useStyles2 } from '@grafana/ui';
import { rowTexts } from '../model/row-texts';
import type { Watched } from '../model/watched';
import { LevelMark } from './level-mark';

interface Props {
  readonly watched: readonly Watched[];
  readonly selected: string | undefined;
  readonly now: number;
  /** Ids of thresholds with changes that are not stored. */
  readonly changed: ReadonlySet<string>;
  readonly onSelect: (id: string) => void;
}

/** Thresholds by state: what is wrong first. A row is chosen by its button, so that a keyboard gets there, too. */
export function ThresholdList({ watched, selected, now, changed, onSelect }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('alerts.list.threshold', 'Threshold')}</th>
          <th scope="col">{t('alerts.list.now', 'Now')}</th>
          <th scope="col">{t('alerts.list.usual', 'Usual or limit')}</th>
          <th scope="col" className={styles.number}>
            {t('alerts.list.fired', 'Fired, 24 h')}
          </th>
        </tr>
      </thead>
      <tbody>
        {watched.map((one) => {
          const { id, title } = one.threshold;
          const texts = rowTexts(one, now);
          return (
            <tr key={id} className={cx(id === selected && styles.selected)} onClick={() => onSelect(id)}>
              <th scope="row">
                <span className={styles.name}>
                  <LevelMark level={one.level} />
                  <button
                    type="button"
                    className={styles.button}
                    aria-current={id === selected ? 'true' : undefined}
                    onClick={(event) => {
                      event.stopPropagation();
                      onSelect(id);
                    }}
                  >
                    {title}
                  </button>
                  {changed.has(id) && <Badge color="blue" text={t('alerts.list.changed', 'not saved')} />}
                  {texts.isNoisy && <Badge color="orange" text={t('alerts.list.noisy', 'noisy')} />}
                </span>
              </th>
              <td className={cx(texts.isQuiet && styles.quiet)}>{texts.now}</td>
              <td className={styles.quiet} data-label={texts.usual === '' ? undefined : texts.usualLabel}>
                {texts.usual}
              </td>
              <td className={styles.number} data-label={t('alerts.list.fired-short', 'fired')}>
                {texts.fired}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    width: '100%',
    borderCollapse: 'separate',
    borderSpacing: 0,
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    'th, td': { padding: theme.spacing(0.75, 1), textAlign: 'left', fontWeight: 'normal', overflowWrap: 'break-word' },
    'thead th': {
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      whiteSpace: 'nowrap',
    },
    'tbody th, tbody td': { borderTop: `1px solid ${theme.colors.border.weak}` },
    'tbody tr': { cursor: 'pointer' },
    'tbody tr:hover': { background: theme.colors.action.hover },
    // On a phone a row is two lines: its name, and what there is to say.
    [theme.breakpoints.down('sm')]: {
      thead: { position: 'absolute', clipPath: 'inset(50%)' },
      'tbody tr': {
        display: 'grid',
        gridTemplateColumns: 'auto 1fr auto',
        columnGap: theme.spacing(1),
        padding: theme.spacing(0.75, 1, 0.75, 1),
        borderTop: `1px solid ${theme.colors.border.weak}`,
      },
      'tbody th': { gridColumn: '1 / -1' },
      'tbody th, tbody td': { border: 0, padding: 0 },
      'tbody td': { fontSize: theme.typography.bodySmall.fontSize, '&:nth-of-type(1)': { paddingLeft: 24 } },
      'td[data-label]::before': { content: 'attr(data-label) " "', color: theme.colors.text.secondary },
    },
  }),
  selected: css({ '&, &:hover': { background: theme.colors.action.selected } }),
  name: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1) }),
  button: css({ background: 'none', border: 0, padding: 0, textAlign: 'left', color: 'inherit' }),
  quiet: css({ color: theme.colors.text.secondary }),
  number: css({ '&&': { textAlign: 'right' }, fontVariantNumeric: 'tabular-nums' }),
});
