import { isOriginOf, type RecordingAccount, type RecordingCredentials } from './recording-account.js';

/** How a recording is asked for. */
export interface FetchRecipe {
  readonly url: URL;
  /** Header fields for an address on the way to it. */
  readonly headersFor: (url: URL) => Readonly<Record<string, string>>;
}

const TWILIO_ACCOUNT = /\/Accounts\/(AC[0-9a-f]{32})\//i;

/** Twilio mixes the sides into one channel unless it is asked for both. */
function withChannels(url: URL, provider: string, channels: number | undefined): URL {
  if (provider !== 'twilio' || channels !== 2) return url;
  const asked = new URL(url);
  asked.searchParams.set('RequestedChannels', '2');
  return asked;
}

function authorization({ scheme, user, secret }: RecordingCredentials, url: URL): string | undefined {
  if (scheme === 'bearer') return `Bearer ${secret}`;
  const name = user ?? TWILIO_ACCOUNT.exec(url.pathname)?.[1];
  return name === undefined ? undefined : `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;
}

/**
 * How a provider's recording is asked for:
 *
 * - Twilio: with the account in the address and its token, both channels where it has two
 * - Vapi: where its API leads to a private bucket, with an API key; else its address suffices
 * - Retell and all others: their addresses suffice
 *
 * @param account that the recording is of, if it is one of the connections
 * @throws TypeError for what is no address
 */
export function fetchRecipe(
  address: string,
  { source, channels }: { readonly source: string; readonly channels: number | undefined },
  account: Pick<RecordingAccount, 'credentials'> | undefined,
): FetchRecipe {
  const credentials = account?.credentials;
  return {
    url: withChannels(new URL(address), source, channels),
    headersFor: (url) => {
      if (credentials === undefined || !isOriginOf(url, credentials)) return {};
      const value = authorization(credentials, url);
      return value === undefined ? {} : { authorization: value };
    },
  };
}
