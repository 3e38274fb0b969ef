import { t } from '@grafana/i18n';
import { Alert, Button, Stack } from '@grafana/ui';

interface Props {
  readonly text: string;
  readonly onRetry: () => void;
}

/** Says that nothing can be offered for choice, why, and what helps. */
export function CatalogueError({ text, onRetry }: Props) {
  return (
    <Alert
      severity="warning"
      title={t('query-editor.catalogue-error.title', 'The catalogue of metrics and dimensions could not be loaded')}
    >
      <Stack direction="column" gap={1} alignItems="flex-start">
        <span>
          {t(
            'query-editor.catalogue-error.text',
            '{{- reason}}. Check that the service is running and that the datasource has a valid API key: its settings have a test. Ids can be typed until then.',
            { reason: text },
          )}
        </span>
        <Button size="sm" variant="secondary" icon="sync" onClick={onRetry}>
          {t('query-editor.catalogue-error.retry', 'Try again')}
        </Button>
      </Stack>
    </Alert>
  );
}
