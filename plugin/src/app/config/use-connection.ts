import type { AppPluginMeta } from '@grafana/data';
import { useState } from 'react';
import type { AppSettings } from '@callsight/contract/grafana/settings';
import { answerMessage, request } from '../api/request';
import type { CheckResult } from '../pages/start/checks/check';
import { checkKey } from '../pages/start/checks/check-key';
import { checkService } from '../pages/start/checks/check-service';
import { checkUrl } from './check-url';

/** The settings while they are edited, saving and testing them. */
export function useConnection({ id, enabled, pinned, jsonData, secureJsonFields }: AppPluginMeta<AppSettings>) {
  const [savedUrl, setSavedUrl] = useState(jsonData?.url ?? '');
  const [url, setUrl] = useState(savedUrl);
  const [apiKey, setApiKey] = useState('');
  const [hasKey, setHasKey] = useState(secureJsonFields?.['apiKey'] ?? false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const [tests, setTests] = useState<readonly CheckResult[]>();

  const test = async (): Promise<void> => {
    setBusy(true);
    setTests(await Promise.all([checkService(), checkKey()]));
    setBusy(false);
  };
  const save = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    const answer = await request(`/api/plugins/${id}/settings`, {
      body: {
        enabled: true,
        pinned: pinned ?? true,
        jsonData: { ...jsonData, url },
        ...(apiKey === '' ? {} : { secureJsonData: { apiKey } }),
      },
    });
    setBusy(false);
    if (answer.status !== 200) {
      setError(answerMessage(answer));
      return;
    }
    setSavedUrl(url);
    setHasKey(hasKey || apiKey !== '');
    setApiKey('');
    // An app that was off until now gets its pages with the next load only.
    if (enabled !== true) window.location.reload();
    await test();
  };
  return {
    url,
    setUrl,
    urlError: checkUrl(url),
    apiKey,
    setApiKey,
    hasKey,
    resetKey: () => setHasKey(false),
    isDirty: url !== savedUrl || apiKey !== '',
    isBusy,
    error,
    tests,
    save,
    test,
  };
}
