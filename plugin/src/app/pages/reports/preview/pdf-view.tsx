import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Button, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Draft } from '../model/report-draft';
import { renderFile, type RenderContext } from '../reports-api';
import { fileName, saveFile } from './save-file';

interface Props {
  readonly draft: Draft;
  readonly context: RenderContext;
}

interface Made {
  readonly file: Blob;
  /** Address of the file in memory. */
  readonly url: string;
  /** What it was made of. */
  readonly wanted: string;
}

/** What has been made is shown until something else takes its place; then its memory is released. */
function usePdf() {
  const made = useMutation({
    mutationFn: async ({ report, ...context }: RenderContext & { readonly report: Draft }): Promise<Made> => {
      const file = await renderFile(report, 'pdf', context);
      return { file, url: URL.createObjectURL(file), wanted: JSON.stringify({ report, ...context }) };
    },
  });
  const url = made.data?.url;
  useEffect(
    () => () => {
      if (url !== undefined) URL.revokeObjectURL(url);
    },
    [url],
  );
  return made;
}

function FileView({ url, title }: { readonly url: string; readonly title: string }) {
  const styles = useStyles2(getStyles);
  return (
    <object data={url} type="application/pdf" className={styles.file} aria-label={title}>
      {t('reports.pdf.no-viewer', 'This browser does not show PDFs; the file can be downloaded.')}
    </object>
  );
}

/** The report as PDF, made when it is wanted. */
export function PdfView({ draft, context }: Props) {
  const styles = useStyles2(getStyles);
  const { mutate, data, error, isPending } = usePdf();
  const wanted = { report: draft, ...context };
  const isCurrent = data?.wanted === JSON.stringify(wanted);
  return (
    <div className={styles.view}>
      <div className={styles.bar}>
        <Button
          size="sm"
          variant={isCurrent ? 'secondary' : 'primary'}
          disabled={isPending || isCurrent}
          onClick={() => mutate(wanted)}
        >
          {data === undefined ? t('reports.pdf.make', 'Make the PDF') : t('reports.pdf.again', 'Make it again')}
        </Button>
        {data !== undefined && (
          <Button
            size="sm"
            variant="secondary"
            icon="download-alt"
            onClick={() => saveFile(data.file, fileName(draft, 'pdf'))}
          >
            {t('reports.pdf.save', 'Save the PDF')}
          </Button>
        )}
        {data !== undefined && !isCurrent && (
          <span className={styles.quiet}>
            {t('reports.pdf.stale', 'The report has changed since this PDF was made.')}
          </span>
        )}
      </div>
      {isPending && <LoadingPlaceholder text={t('reports.pdf.busy', 'Making the PDF…')} />}
      {error !== null && (
        <Alert severity="error" title={t('reports.pdf.failed', 'The PDF could not be made')}>
          {error.message}
        </Alert>
      )}
      {data !== undefined && <FileView url={data.url} title={draft.title} />}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ display: 'flex', flexDirection: 'column', flex: 1, gap: theme.spacing(1), padding: theme.spacing(1) }),
  bar: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  file: css({ flex: 1, width: '100%', minHeight: 400, border: 0 }),
});
