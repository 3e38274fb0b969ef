import { css } from '@emotion/css';
import { type DataSourcePluginOptionsEditorProps, InternalTimeZones } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Field, SecretInput, Stack, Text, TextLink, TimeZonePicker, useStyles2 } from '@grafana/ui';
import { useId } from 'react';
import { APP_ID, type DatasourceSecrets } from '@callsight/contract/grafana/settings';
import type { CallsightSettings } from '../datasource-settings';
import { ianaTimeZone } from '../../fields/iana-time-zone';

type Props = DataSourcePluginOptionsEditorProps<CallsightSettings, DatasourceSecrets>;

/** Settings of a datasource. */
export function ConfigEditor({ options, onOptionsChange }: Props) {
  const id = useId();
  const styles = useStyles2(getStyles);
  const { timezone } = options.jsonData;
  const { jsonData, secureJsonData = {}, secureJsonFields, readOnly } = options;
  const setKey = (apiKey: string): void =>
    onOptionsChange({ ...options, secureJsonData: { ...secureJsonData, apiKey } });
  const resetKey = (): void =>
    onOptionsChange({
      ...options,
      secureJsonFields: { ...secureJsonFields, apiKey: false },
      secureJsonData: { ...secureJsonData, apiKey: '' },
    });
  const setTimezone = (chosen: string | undefined): void =>
    onOptionsChange({ ...options, jsonData: { ...jsonData, timezone: ianaTimeZone(chosen ?? 'utc') } });
  return (
    <Stack direction="column" gap={2}>
      <Field
        label={t('config-editor.api-key.label', 'API key')}
        description={t(
          'config-editor.api-key.description',
          'A key of the service with the scope “query”. Alert rules and dashboards see what this key may see.',
        )}
        htmlFor={`${id}-key`}
        required
        disabled={readOnly}
        noMargin
      >
        <SecretInput
          id={`${id}-key`}
          width={60}
          autoComplete="new-password"
          placeholder={t('config-editor.api-key.placeholder', 'API key')}
          isConfigured={secureJsonFields['apiKey'] ?? false}
          value={secureJsonData.apiKey ?? ''}
          disabled={readOnly}
          onReset={resetKey}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
      </Field>
      <Field
        label={t('config-editor.timezone.label', 'Time zone of alert rules')}
        description={t(
          'config-editor.timezone.description',
          'Days and weeks begin by this clock where there is no dashboard that names one. UTC if none is chosen.',
        )}
        htmlFor={`${id}-timezone`}
        disabled={readOnly}
        noMargin
      >
        <TimeZonePicker
          inputId={`${id}-timezone`}
          width={60}
          value={timezone === undefined || timezone === 'UTC' ? InternalTimeZones.utc : timezone}
          includeInternal={[InternalTimeZones.utc]}
          disabled={readOnly}
          onChange={setTimezone}
        />
      </Field>
      <section className={styles.text} aria-labelledby={`${id}-address`}>
        <Text element="h4" id={`${id}-address`}>
          {t('config-editor.address.heading', 'How Grafana reaches the service')}
        </Text>
        <Text element="p" color="secondary">
          <Trans i18nKey="config-editor.address.text">
            The address is not set here but by who runs Grafana, in grafana.ini: <code>address</code> under{' '}
            <code>[plugin.callsight-calls-datasource]</code>, either <code>unix:/path/to/socket</code> or{' '}
            <code>host:port</code>. The link carries the key in the clear: use a socket, the loopback, or a private
            network. “Save &amp; test” tells whether the service answers and takes the key. The{' '}
            <TextLink href={`/a/${APP_ID}/start`} inline>
              start page
            </TextLink>{' '}
            checks the rest of the set-up.
          </Trans>
        </Text>
      </section>
    </Stack>
  );
}

const getStyles = () => ({ text: css({ maxWidth: 640 }) });
