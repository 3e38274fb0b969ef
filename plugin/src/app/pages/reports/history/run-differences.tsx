import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import { tableStyles } from '../../../controls/table-styles';
import { columnName, differenceText, figureText, pathText, rowText, valueText } from '../model/run-diff-texts';
import type { RunDiff } from '../reports-api';

function DefinitionTable({ changes }: { readonly changes: RunDiff['definition'] }) {
  const tables = useStyles2(tableStyles);
  const styles = useStyles2(getStyles);
  return (
    <div className={tables.scroll}>
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col">{t('reports.compare.where', 'Where')}</th>
            <th scope="col">{t('reports.compare.before', 'Before')}</th>
            <th scope="col">{t('reports.compare.after', 'After')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ path, before, after }) => (
            <tr key={path}>
              <th scope="row">{pathText(path)}</th>
              <td className={styles.value}>{valueText(before)}</td>
              <td className={styles.value}>{valueText(after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Props {
  readonly diff: RunDiff;
  readonly catalogue: Catalogue;
  /** Of the report. */
  readonly timezone: string;
}

function FigureTable({ diff: { figures }, catalogue, timezone }: Props) {
  const tables = useStyles2(tableStyles);
  const styles = useStyles2(getStyles);
  return (
    <div className={tables.scroll}>
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col">{t('reports.compare.section', 'Section')}</th>
            <th scope="col">{t('reports.compare.row', 'Row')}</th>
            <th scope="col">{t('reports.compare.number', 'Number')}</th>
            <th scope="col">{t('reports.compare.before', 'Before')}</th>
            <th scope="col">{t('reports.compare.after', 'After')}</th>
            <th scope="col">{t('reports.compare.difference', 'Difference')}</th>
          </tr>
        </thead>
        <tbody>
          {figures.map((figure) => {
            const { section, row, column, before, after } = figure;
            return (
              <tr key={JSON.stringify([section, row, column])}>
                <th scope="row">{section}</th>
                <td>{rowText(row, catalogue, timezone)}</td>
                <td>{columnName(column, catalogue)}</td>
                <td className={styles.figure}>{figureText(before, column, catalogue)}</td>
                <td className={styles.figure}>{figureText(after, column, catalogue)}</td>
                <td className={styles.figure}>{differenceText(figure, catalogue)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** What is not the same in two runs: first what was asked, then the numbers. */
export function RunDifferences(props: Props) {
  const styles = useStyles2(getStyles);
  const { definition, figures, isCut } = props.diff;
  return (
    <div className={styles.view}>
      <section aria-label={t('reports.compare.definition', 'Definition')}>
        <h3 className={styles.title}>{t('reports.compare.definition', 'Definition')}</h3>
        {definition.length === 0 ? (
          <p>{t('reports.compare.same-definition', 'Both were made from the same definition.')}</p>
        ) : (
          <DefinitionTable changes={definition} />
        )}
      </section>
      <section aria-label={t('reports.compare.numbers', 'Numbers')}>
        <h3 className={styles.title}>{t('reports.compare.numbers', 'Numbers')}</h3>
        {figures.length === 0 ? (
          <p>{t('reports.compare.same-numbers', 'All numbers are the same.')}</p>
        ) : (
          <FigureTable {...props} />
        )}
      </section>
      {isCut && <p>{t('reports.compare.cut', 'More differs than is listed here.')}</p>}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2), minWidth: 0 }),
  title: css({ fontSize: theme.typography.h5.fontSize, marginBottom: theme.spacing(1) }),
  value: css({ overflowWrap: 'anywhere' }),
  figure: css({ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }),
});
