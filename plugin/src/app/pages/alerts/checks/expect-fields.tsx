import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { CheckInput } from '@callsight/contract/monitoring/check';
import {
  type CheckExpectation,
  type CheckKind,
  EXPECTABLE,
  JSON_OPERATORS,
} from '@callsight/contract/monitoring/check-words';
import { ChoiceField } from '../../../../fields/choice-field';
import { TextField } from '../../../../fields/text-field';
import { NumberField } from '../../../controls/number-field';
import { withExpected } from './check-draft';

interface Props {
  readonly check: CheckInput;
  readonly onChange: (check: CheckInput) => void;
}

/** What is taken where nothing is entered, and examples. */
const STATUS = '200–299';
const DAYS = '14';
const JSON_PATH = '$.status';
const JSON_OP = '=';
const JSON_VALUE = 'ok';

type JsonRule = NonNullable<NonNullable<CheckInput['expect']>['json']>;

const statusText = (status: number | readonly number[] | undefined): string | undefined =>
  status === undefined ? undefined : [status].flat().join(', ');

function statusOf(text: string | undefined): number | number[] | undefined {
  const codes = (text ?? '')
    .split(/[\s,]+/)
    .filter((code) => code !== '')
    .map(Number);
  return codes.length > 1 ? codes : codes[0];
}

const checkStatus = (text: string): string | undefined =>
  /^[1-5]\d\d([\s,]+[1-5]\d\d)*$/.test(text.trim())
    ? undefined
    : t('alerts.expect.status-invalid', 'HTTP statuses, such as 200 or 200, 204');

/** What was typed, as the JSON value that it looks like. */
function jsonValue(text: string | undefined): JsonRule['value'] {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? text : (value as string | number | boolean | null);
  } catch {
    return text;
  }
}

const jsonText = (value: JsonRule['value']): string | undefined =>
  value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);

function JsonFields({ check, onChange }: Props) {
  const rule = check.expect?.json;
  const change = (changes: {
    readonly path?: string | undefined;
    readonly op?: string;
    readonly value?: JsonRule['value'];
  }): void => {
    const path = 'path' in changes ? changes.path : rule?.path;
    if (path === undefined) onChange(withExpected(check, { json: undefined }));
    else {
      const next = { op: JSON_OP, ...rule, ...changes, path };
      onChange(withExpected(check, { json: next }));
    }
  };
  return (
    <>
      <TextField
        label={t('alerts.expect.json-path', 'JSON value')}
        width={20}
        value={rule?.path}
        placeholder={JSON_PATH}
        onChange={(path) => change({ path })}
      />
      {rule !== undefined && (
        <>
          <ChoiceField
            label={t('alerts.expect.json-op', 'Is')}
            width={14}
            choices={JSON_OPERATORS.map((value) => ({ value, label: value }))}
            value={rule.op}
            placeholder={JSON_OP}
            onChange={(op) => change({ op: op ?? JSON_OP })}
          />
          <TextField
            label={t('alerts.expect.json-value', 'Value')}
            width={16}
            value={jsonText(rule.value)}
            placeholder={JSON_VALUE}
            onChange={(text) => change({ value: jsonValue(text) })}
          />
        </>
      )}
    </>
  );
}

/** What an answer has to be like, as far as the kind of a check has one. */
export function ExpectFields({ check, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const can = (name: CheckExpectation): boolean => EXPECTABLE[check.kind as CheckKind].includes(name);
  if (EXPECTABLE[check.kind as CheckKind].length === 0) return null;
  const { status, body, certificate_days: days } = check.expect ?? {};
  return (
    <fieldset className={styles.fields}>
      <legend>{t('alerts.expect.label', 'Expected')}</legend>
      {can('status') && (
        <TextField
          label={t('alerts.expect.status', 'HTTP status')}
          value={statusText(status)}
          placeholder={STATUS}
          check={checkStatus}
          onChange={(text) => onChange(withExpected(check, { status: statusOf(text) }))}
        />
      )}
      {can('body') && (
        <TextField
          label={
            check.kind === 'dns'
              ? t('alerts.expect.record', 'Value of a record')
              : t('alerts.expect.body', 'Text in the body')
          }
          width={24}
          value={body}
          onChange={(text) => onChange(withExpected(check, { body: text }))}
        />
      )}
      {can('certificate_days') && (
        <NumberField
          label={t('alerts.expect.certificate', 'Certificate valid for')}
          suffix={t('alerts.expect.days', 'days')}
          placeholder={DAYS}
          min={0}
          value={days}
          onChange={(value) => onChange(withExpected(check, { certificate_days: value }))}
        />
      )}
      {can('json') && <JsonFields check={check} onChange={onChange} />}
    </fieldset>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  fields: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(2),
    border: 0,
    margin: 0,
    padding: 0,
    minWidth: 0,
    legend: { ...theme.typography.h6, marginBottom: theme.spacing(1) },
  }),
});
