/** Where and how recordings of one account at a provider are fetched. */
export interface RecordingAccount {
  readonly provider: string;
  /** Of the connection. */
  readonly name: string;
  readonly tenant: string;
  /** Whether its recordings are fetched. */
  readonly fetches: boolean;
  /** How many days they are kept after the call; undefined: as those of the tenant. */
  readonly keepDays: number | undefined;
  /** What its recordings are asked for with; undefined where their addresses suffice. */
  readonly credentials: RecordingCredentials | undefined;
  /** The channel in which the agent speaks, of a recording with two; 0 or 1. */
  readonly agentChannel: number;
}

export interface RecordingCredentials {
  /** `bearer`: an API key; `basic`: the account in the address and its token, or a user and its password. */
  readonly scheme: 'bearer' | 'basic';
  readonly user: string | undefined;
  readonly secret: string;
  /**
   * Where they are sent to, and nowhere else: origins such as `https://api.vapi.ai`; one such as `https://.twilio.com` stands for
   * all hosts of the domain.
   */
  readonly origins: readonly string[];
}

/** Whether an address is one of those that credentials are for. */
export function isOriginOf(url: URL, { origins }: Pick<RecordingCredentials, 'origins'>): boolean {
  return origins.some((origin) => {
    const [scheme = '', domain = ''] = origin.split('://.');
    if (domain === '') return url.origin === origin;
    return url.protocol === `${scheme}:` && url.port === '' && url.hostname.endsWith(`.${domain}`);
  });
}
