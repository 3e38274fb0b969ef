const NAMES = '(?:secret|token|passw|passphrase|api_?-?key|private_?key|credential|authorization)';

/** A text value under a name that tells of a secret, in JSON, whole or broken off. */
const IN_JSON = new RegExp(`("[^"]{0,64}${NAMES}[^"]{0,64}"\\s{0,8}:\\s{0,8})"(?:[^"\\\\]|\\\\.)*"?`, 'gi');
const IN_FORM = new RegExp(`((?:^|&)[^=&]{0,64}${NAMES}[^=&]{0,64}=)[^&]*`, 'gi');

const MOST_KEPT = 262_144;

/** The beginning of a body that could not be parsed, without what looks like a secret. */
export const redactText = (body: Buffer): string =>
  body.subarray(0, MOST_KEPT).toString().replaceAll('\u0000', '').replace(IN_JSON, '$1"…"').replace(IN_FORM, '$1…');
