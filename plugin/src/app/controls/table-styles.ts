import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** Tables of the page's parts: they scroll by themselves where a page is too narrow. */
export const tableStyles = (theme: GrafanaTheme2) => ({
  scroll: css({
    overflowX: 'auto',
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
  }),
  table: css({
    width: '100%',
    minWidth: 560,
    'th, td': {
      padding: theme.spacing(1),
      textAlign: 'left',
      verticalAlign: 'top',
      fontWeight: 'normal',
      borderTop: `1px solid ${theme.colors.border.weak}`,
    },
    'thead th': {
      border: 0,
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      whiteSpace: 'nowrap',
    },
  }),
});
