import { t } from '@grafana/i18n';
import { Button, Dropdown, Menu } from '@grafana/ui';
import { useMutation } from '@tanstack/react-query';
import type { ReportFormat } from '@callsight/contract/reports/report';
import type { Draft } from '../model/report-draft';
import { formatName } from '../model/run-texts';
import { renderFile, type RenderContext } from '../reports-api';
import { fileName, saveFile } from './save-file';

const OFFERED: readonly ReportFormat[] = ['xlsx', 'pdf', 'mail', 'csv', 'html', 'parquet'];

interface Props {
  readonly draft: Draft;
  readonly context: RenderContext;
}

/** The report as a file, of what is entered now. */
export function DownloadMenu({ draft, context }: Props) {
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (format: ReportFormat) => ({ format, file: await renderFile(draft, format, context) }),
    onSuccess: ({ format, file }) => saveFile(file, fileName(draft, format)),
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
