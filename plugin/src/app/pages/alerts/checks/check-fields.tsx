import { t } from '@grafana/i18n';
import { Combobox, Field, Stack } from '@grafana/ui';
import { useId } from 'react';
import type { CheckInput } from '@callsight/contract/monitoring/check';
import { CHECK_KINDS, type CheckKind } from '@callsight/contract/monitoring/check-words';
import { ChoicesField } from '../../../../fields/choices-field';
import { DurationField } from '../../../../fields/duration-field';
import { patch } from '../../../../fields/patch';
import { TextField } from '../../../../fields/text-field';
import { NumberField } from '../../../controls/number-field';
import { TARGETS, withCheckKind } from './check-draft';
import { kindName, kindText } from './check-names';
import { ExpectFields } from './expect-fields';

interface Props {
  readonly check: CheckInput;
  readonly components: readonly string[];
  readonly onChange: (check: CheckInput) => void;
}

/** What is taken where nothing is entered. */
const EVERY = '1m';
const TIMEOUT = '5s';

/** How often it is looked, and how long an answer may take. */
function PaceFields({ check, onChange }: Props) {
  return (
    <Stack gap={2} wrap="wrap">
      <DurationField
        label={t('alerts.check.every', 'Every')}
        value={check.every}
        placeholder={EVERY}
        onChange={(every) => onChange(patch(check, { every }))}
      />
      {check.kind !== 'heartbeat' && (
        <>
          <DurationField
            label={t('alerts.check.timeout', 'Gives up after')}
            value={check.timeout}
            placeholder={TIMEOUT}
            onChange={(timeout) => onChange(patch(check, { timeout }))}
          />
          <NumberField
            label={t('alerts.check.degraded', 'Degraded above')}
            suffix="ms"
            min={1}
            value={check.degraded_above_ms}
            onChange={(degraded) => onChange(patch(check, { degraded_above_ms: degraded }))}
          />
        </>
      )}
    </Stack>
  );
}

/** What is looked at, how often, and what is expected. */
export function CheckFields(props: Props) {
  const { check, components, onChange } = props;
  const id = useId();
  const kind = check.kind as CheckKind;
  const placeholder = TARGETS[kind];
  return (
    <>
      <Field label={t('alerts.check.kind', 'Kind')} htmlFor={id} noMargin>
        <Combobox<CheckKind>
          id={id}
          width={32}
          options={CHECK_KINDS.map((value) => ({ value, label: kindName(value), description: kindText(value) }))}
          value={kind}
          onChange={({ value }) => onChange(withCheckKind(check, value))}
        />
      </Field>
      <TextField
        label={t('alerts.check.component', 'Component')}
        width={32}
        value={check.component}
        placeholder={t('alerts.check.component-placeholder', 'booking-api')}
        onChange={(component) => onChange({ ...check, component: component ?? '' })}
      />
      {placeholder !== undefined && (
        <TextField
          label={t('alerts.check.target', 'Target')}
          width={40}
          value={check.target}
          placeholder={placeholder}
          onChange={(target) => onChange(patch(check, { target }))}
        />
      )}
      <PaceFields {...props} />
      <ExpectFields check={check} onChange={onChange} />
      <ChoicesField
        label={t('alerts.check.depends-on', 'Cannot work without')}
        choices={components
          .filter((component) => component !== check.component)
          .map((component) => ({ value: component, label: component }))}
        value={check.depends_on ?? []}
        placeholder={t('alerts.check.depends-on-nothing', 'Other components')}
        onChange={(depends) => onChange(patch(check, { depends_on: depends }))}
      />
    </>
  );
}
