import { t } from '@grafana/i18n';
import { Button, Dropdown, Menu } from '@grafana/ui';
import { useMutation } from '@tanstack/react-query';
import type { ReportFormat } from '@callsight/contract/reports/report';
import type { Draft } from '../model/report-draft';
import { formatName } from '../model/run-texts';
import { renderFile, type RenderContext } from '../reports-api';

const OFFERED: readonly ReportFormat[] = ['xlsx', 'pdf', 'csv', 'html', 'parquet'];

interface Props {
  readonly draft: Draft;
  readonly context: RenderContext;
}

/** Hands a file to the browser, which asks where it goes or puts it where downloads go. */
function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** The report as a file, of what is entered now. */
export function DownloadMenu({ draft, context }: Props) {
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (format: ReportFormat) => ({ format, file: await renderFile(draft, format, context) }),
    onSuccess: ({ format, file }) => save(file, `${draft.title === '' ? 'report' : draft.title}.${format}`),
  });
  const menu = (
    <Menu>
      {OFFERED.map((format) => (
        <Menu.Item key={format} label={formatName(format)} onClick={() => mutate(format)} />
      ))}
    </Menu>
  );
  return (
    <>
      <Dropdown overlay={menu}>
        <Button variant="secondary" icon={isPending ? 'spinner' : 'download-alt'} disabled={isPending}>
          {t('reports.download', 'Download')}
        </Button>
      </Dropdown>
      {error !== null && <span role="alert">{error.message}</span>}
    </>
  );
}
