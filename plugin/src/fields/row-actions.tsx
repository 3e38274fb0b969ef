import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';

interface Props {
  readonly children: ReactNode;
}

/** Buttons behind the fields of a row, on the line of their inputs. */
export function RowActions({ children }: Props) {
  const styles = useStyles2(getStyles);
  return <div className={styles.actions}>{children}</div>;
}

const getStyles = () => ({
  actions: css({ display: 'flex', alignItems: 'center', height: 32, paddingLeft: 4 }),
});
