import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import { useWidth } from '../../../controls/use-width';

interface Props {
  /** HTML of the page. */
  readonly page: string;
  readonly title: string;
  /** Width that the page is laid out for, in pixels; what does not fit is shown smaller. */
  readonly pageWidth: number;
}

/** A page of a report as it is on a screen of a width, made smaller where there is less room. */
export function PageFrame({ page, title, pageWidth }: Props) {
  const styles = useStyles2(getStyles);
  const [ref, width] = useWidth<HTMLDivElement>();
  const scale = width === 0 ? 1 : Math.min(1, width / pageWidth);
  return (
    <div ref={ref} className={styles.room}>
      <iframe
        // Nothing in it runs, and nothing in it is of this origin.
        sandbox=""
        title={title}
        srcDoc={page}
        className={styles.frame}
        style={{
          width: Math.min(pageWidth, width / scale),
          height: `${100 / scale}%`,
          left: Math.max(0, (width - pageWidth) / 2),
          transform: `scale(${scale})`,
        }}
      />
    </div>
  );
}

// Reports are read on paper and in mails: the preview is light also where Grafana is dark.
const getStyles = () => ({
  room: css({ position: 'relative', flex: 1, minWidth: 0, overflow: 'hidden' }),
  frame: css({
    position: 'absolute',
    top: 0,
    border: 0,
    transformOrigin: '0 0',
    colorScheme: 'light',
    background: '#fff',
  }),
});
