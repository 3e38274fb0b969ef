import type { Provider } from '../providers/port.js';

/** An account at a platform whose webhooks are taken. */
export interface WebhookAccount {
  readonly provider: Provider;
  /** Part of the URL behind the provider; `default` is meant when the URL names none. */
  readonly name: string;
  readonly tenant: string;
  readonly secret: string;
  /** A connection that is switched off answers as if it did not exist; its deliveries can still be mapped. */
  readonly enabled: boolean;
}

export const DEFAULT_CONNECTION = 'default';

/** What tells connections apart. */
export const accountKey = (provider: string, name: string): string => `${provider}/${name}`;
