import { css, cx } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import { Children, type ReactNode } from 'react';

interface Props {
  /** The most important first. */
  readonly children: ReactNode;
  /** Whether not even the first is shown where it does not fit; else an ellipsis cuts it. */
  readonly isOptional?: boolean;
  /** Whether dots stand between the items. */
  readonly hasDots?: boolean;
  readonly className?: string;
}

/**
 * Shows on one line as many items as fit, each whole; the others are dropped, from the last on.
 * The browser decides by the widths that it draws, so that the rule holds in every typeface and language: items that do
 * not fit wrap to a second line, which is clipped.
 */
export function FittingLine({ children, isOptional = false, hasDots = false, className }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <span className={cx(styles.line, className)}>
      {isOptional && <span className={styles.strut} aria-hidden />}
      {Children.toArray(children).map((child, index) => (
        <span key={index} className={cx(styles.item, !isOptional && styles.withEllipsis)}>
          {hasDots && index > 0 && ' · '}
          {child}
        </span>
      ))}
    </span>
  );
}

const getStyles = () => ({
  line: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    // One line of the text around it.
    height: '1lh',
    minWidth: 0,
    overflow: 'hidden',
    fontVariantNumeric: 'tabular-nums',
  }),
  // Takes the first line, so that what does not fit beside it wraps.
  strut: css({ height: '1lh' }),
  item: css({ flexShrink: 0, whiteSpace: 'pre' }),
  withEllipsis: css({ maxWidth: '100%', overflow: 'hidden', textOverflow: 'ellipsis' }),
});
