import { t } from '@grafana/i18n';
import { Button, Checkbox, Field, Input, Modal, Stack } from '@grafana/ui';
import { useId, useState } from 'react';
import type { Report, ReportFormat } from '@callsight/contract/reports/report';
import type { RunRequest } from '@callsight/contract/reports/run';
import { ChangeError } from '../../../controls/change-error';
import { atWall } from '../model/report-period';
import { formatName } from '../model/run-texts';

const OFFERED: readonly ReportFormat[] = ['pdf', 'xlsx', 'html', 'csv', 'parquet'];

interface Props {
  readonly report: Report;
  /** Whether the form holds something that is not in the version that is run. */
  readonly isChanged: boolean;
  readonly isBusy: boolean;
  readonly error: Error | undefined;
  readonly onRun: (request: RunRequest) => void;
  readonly onClose: () => void;
}

/** Which files a run makes, and for when. */
export function RunDialog({ report, isChanged, isBusy, error, onRun, onClose }: Props) {
  const id = useId();
  const [formats, setFormats] = useState<readonly ReportFormat[]>(['pdf', 'xlsx']);
  const [planned, setPlanned] = useState('');
  const toggle = (format: ReportFormat): void =>
    setFormats(formats.includes(format) ? formats.filter((one) => one !== format) : [...formats, format]);
  const run = (): void => {
    const [date = '', time = ''] = planned.split('T');
    onRun({
      formats: OFFERED.filter((format) => formats.includes(format)),
      ...(planned === '' ? {} : { planned_at: new Date(atWall({ date, time }, report.timezone)).toISOString() }),
    });
  };
  return (
    <Modal title={t('reports.run.title', 'Run “{{- title}}” now', { title: report.title })} isOpen onDismiss={onClose}>
      <Stack direction="column" gap={2}>
        {isChanged && (
          <p>
            {t('reports.run.saved', 'Version {{- version}} is run; what was changed since is not in it.', {
              version: report.version,
            })}
          </p>
        )}
        <div role="group" aria-label={t('reports.run.formats', 'Files')}>
          {OFFERED.map((format) => (
            <div key={format}>
              <Checkbox label={formatName(format)} value={formats.includes(format)} onChange={() => toggle(format)} />
            </div>
          ))}
        </div>
        <Field
          label={t('reports.run.planned', 'As if it were planned for')}
          description={t('reports.run.planned-text', 'The period follows from this time; now if it is empty.')}
          htmlFor={id}
          noMargin
        >
          <Input
            id={id}
            type="datetime-local"
            width={28}
            value={planned}
            onChange={(event) => setPlanned(event.currentTarget.value)}
          />
        </Field>
        {error !== undefined && <ChangeError scope="reports" error={error} />}
      </Stack>
      <Modal.ButtonRow>
        <Button variant="secondary" onClick={onClose}>
          {t('reports.cancel', 'Cancel')}
        </Button>
        <Button disabled={formats.length === 0 || isBusy} onClick={run}>
          {t('reports.run.start', 'Run')}
        </Button>
      </Modal.ButtonRow>
    </Modal>
  );
}
