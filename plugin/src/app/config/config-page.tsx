import { css } from '@emotion/css';
import type { AppPluginMeta, PluginConfigPageProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Button, Field, Input, SecretInput, Stack, Text, useStyles2 } from '@grafana/ui';
import { type FormEvent, useId } from 'react';
import type { AppSettings } from '@callsight/contract/grafana/settings';
import { TestResults } from './test-results';
import { useConnection } from './use-connection';

const EXAMPLE_URL = 'http://callsight:4000';

/** Where the service is and the key that pages of the app reach it with. */
export function ConfigPage({ plugin }: PluginConfigPageProps<AppPluginMeta<AppSettings>>) {
  const id = useId();
  const styles = useStyles2(getStyles);
  const { url, setUrl, urlError, apiKey, setApiKey, hasKey, resetKey, isDirty, isBusy, error, tests, save, test } =
    useConnection(plugin.meta);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void save();
  };
  return (
    <form onSubmit={submit} className={styles.form}>
      <Stack direction="column" gap={2}>
        <Text element="p" color="secondary">
          {t(
            'config-page.intro',
            'The pages of this app ask the service through Grafana. Dashboards, Explore and alert rules ask through the datasource, which has a key and an address of its own.',
          )}
        </Text>
        <Field
          label={t('config-page.url.label', 'Address of the service')}
          description={t('config-page.url.description', 'As Grafana reaches it.')}
          htmlFor={`${id}-url`}
          invalid={urlError !== undefined}
          error={urlError}
          noMargin
        >
          <Input
            id={`${id}-url`}
            value={url}
            placeholder={EXAMPLE_URL}
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
        </Field>
        <Field
          label={t('config-page.api-key.label', 'API key')}
          description={t(
            'config-page.api-key.description',
            'A key of the service with the scope “query”; with “admin”, editors also change thresholds and holidays, and administrators change checks and see webhook deliveries.',
          )}
          htmlFor={`${id}-key`}
          noMargin
        >
          <SecretInput
            id={`${id}-key`}
            autoComplete="new-password"
            isConfigured={hasKey}
            value={apiKey}
            placeholder={t('config-page.api-key.placeholder', 'API key')}
            onReset={resetKey}
            onChange={(event) => setApiKey(event.currentTarget.value)}
          />
        </Field>
        {error !== undefined && (
          <Alert severity="error" title={t('config-page.save-failed', 'The settings could not be saved')}>
            {error}
          </Alert>
        )}
        <Stack gap={1}>
          <Button type="submit" disabled={!isDirty || isBusy || urlError !== undefined}>
            {t('config-page.save', 'Save')}
          </Button>
          <Button variant="secondary" disabled={isDirty || isBusy} onClick={() => void test()}>
            {t('config-page.test', 'Test')}
          </Button>
        </Stack>
        {tests !== undefined && <TestResults results={tests} />}
      </Stack>
    </form>
  );
}

// Fields have the width of the form, so that they fit on a phone.
const getStyles = () => ({ form: css({ maxWidth: 480 }) });
