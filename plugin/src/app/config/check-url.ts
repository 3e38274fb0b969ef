import { t } from '@grafana/i18n';
/** Says what is wrong with an address; undefined when nothing is. */
export function checkUrl(text: string): string | undefined {
  if (text === '') return undefined;
  if (!URL.canParse(text) || !/^https?:\/\//.test(text))
    return t('config-page.url.invalid', 'An address like http://callsight:4000');
  return text.endsWith('/') ? t('config-page.url.trailing-slash', 'Without a slash at its end') : undefined;
}
