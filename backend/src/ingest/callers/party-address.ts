import { isPrivateName, isWithheldHost, isWithheldText } from './withheld.js';

/** One side of a call as a platform or carrier writes it. */
export interface PartyAddress {
  /** The whole address without display name, parameters and tags, in lower case. */
  readonly address: string;
  /** What has to be a number as a whole, if this is the address of a number. */
  readonly number: string | undefined;
}

/** `"Name" <address>;tag=…`, as SIP headers have it. */
const NAMED = /^([^<]*)<([^>]*)>/;

const SCHEME = /^([a-z][a-z0-9+.-]{0,31}):(.*)$/is;

/** Schemes whose user part may be a number; an address without a scheme is read like one of SIP. */
const OF_NUMBERS: ReadonlySet<string> = new Set(['tel', 'sip', 'sips', '']);

const before = (text: string, mark: RegExp): string => text.slice(0, mark.exec(text)?.index ?? text.length).trim();

/** A sequence that encodes nothing stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A local number names the network that it is local to; `+49` is a country's. */
const inContext = (user: string, text: string): string => {
  const [, context] = /;phone-context=(\+\d{1,15})(?=$|[;@?])/i.exec(text) ?? [];
  return context === undefined || user.startsWith('+') ? user : context + user;
};

interface Parts {
  readonly scheme: string;
  readonly user: string;
  /** Empty where there is none. */
  readonly host: string;
  readonly text: string;
}

function partsOf(text: string): Parts {
  const [, scheme = '', rest = text] = SCHEME.exec(text) ?? [];
  const at = rest.indexOf('@');
  const userinfo = at < 0 ? rest : rest.slice(0, at);
  // Parameters of a SIP user stand before the at sign, a password behind a colon.
  const end = at < 0 && scheme === '' ? /;[\w-]+(?:=|;|$)/ : at < 0 || scheme === '' ? /[;?]/ : /[;:?]/;
  return {
    scheme: scheme.toLowerCase(),
    user: decoded(before(userinfo, end)),
    host: at < 0 ? '' : before(rest.slice(at + 1), /[;?>\s]/),
    text: rest,
  };
}

/**
 * Reads one side of a call: a number, a `tel:`, `sip:` or other URI, or any other text, with or without a display name.
 * @returns null for a caller who is withheld
 */
export function readPartyAddress(text: string): PartyAddress | null {
  const [, name = '', inner = text] = NAMED.exec(text) ?? [];
  const { scheme, user, host, text: rest } = partsOf(inner.trim());
  if (isPrivateName(name) || isWithheldText(user) || isWithheldHost(host)) return null;
  const address = `${scheme === '' ? '' : `${scheme}:`}${user}${host === '' ? '' : `@${host}`}`.toLowerCase();
  return { address, number: OF_NUMBERS.has(scheme) ? inContext(user, rest) : undefined };
}
