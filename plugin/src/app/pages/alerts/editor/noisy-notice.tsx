import { t } from '@grafana/i18n';
import { Alert, Button, Stack } from '@grafana/ui';
import { patch } from '../../../../fields/patch';
import type { Draft } from '../model/draft';
import { formatValue } from '../model/format-value';
import type { Watched } from '../model/watched';

interface Props {
  readonly watched: Watched;
  readonly draft: Draft;
  readonly canEdit: boolean;
  readonly onChange: (draft: Draft) => void;
}

/** Says that a threshold fires too often, and with which limit it would not have. */
export function NoisyNotice({ watched, draft, canEdit, onChange }: Props) {
  const noisy = watched.states.filter((state) => state.noisy === true);
  if (noisy.length === 0) return null;
  const limits = noisy.flatMap(({ proposed_limit: limit }) => limit ?? []);
  const limit =
    limits.length === 0 ? undefined : draft.direction === 'below' ? Math.min(...limits) : Math.max(...limits);
  const level = draft.severity === 'warning' || draft.limit?.critical === undefined ? 'warning' : 'critical';
  return (
    <Alert
      severity="warning"
      title={t('alerts.noisy.title', '', {
        count: noisy.reduce((sum, state) => sum + state.fired_24h, 0),
        defaultValue_one: 'Noisy: it fired once within 24 hours',
        defaultValue_other: 'Noisy: it fired {{count}} times within 24 hours',
      })}
    >
      <Stack gap={1} wrap="wrap" alignItems="center">
        <span>
          {limit === undefined
            ? t('alerts.noisy.calmer', 'A calmer sensitivity, or a minimum number of calls, makes it fire less often.')
            : t('alerts.noisy.limit', 'With the limit {{- limit}} it would have been quiet.', {
                limit: formatValue(limit, watched.unit),
              })}
        </span>
        {limit !== undefined && (
          <Button
            size="sm"
            disabled={!canEdit}
            onClick={() => onChange(patch(draft, { limit: { ...draft.limit, [level]: limit } }))}
          >
            {t('alerts.noisy.take', 'Take this limit')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
