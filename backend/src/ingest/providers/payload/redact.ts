const SECRET = /secret|token|passw|passphrase|apikey|privatekey|credential|authorization/;

/** Beyond this depth a payload is an attack on whoever walks it; nothing that we read lies deeper than a dozen. */
const MAX_DEPTH = 64;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** `api_key`, `apiKey` and `X-API-Key` alike; an id such as `credentialId` only names a secret that lies elsewhere. */
const namesSecret = (name: unknown): boolean => {
  if (typeof name !== 'string' || /(Id|_id|-id|Ids|_ids)$/.test(name)) return false;
  return SECRET.test(name.toLowerCase().replace(/[^a-z]/g, ''));
};

/** Text that every store keeps as it is: without NUL and halves of surrogate pairs. */
const storable = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();

const copyOf = (value: unknown, secret: boolean, depth: number): unknown => {
  if (typeof value === 'string') return secret ? undefined : storable(value);
  if (!isRecord(value)) return value;
  if (depth >= MAX_DEPTH) return null;
  if (Array.isArray(value)) {
    return value.map((item: unknown) => copyOf(item, secret, depth + 1)).filter((item) => item !== undefined);
  }
  // Headers also come as {name: 'Authorization', value: '…'}.
  const pair = namesSecret(value['name']) || namesSecret(value['key']);
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => {
    return [storable(key), copyOf(inner, secret || namesSecret(key) || (pair && key === 'value'), depth + 1)];
  });
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
};

/**
 * A copy of a payload as it may be stored, without its secrets: under a key that names one, every text is dropped, however deep. Numbers
 * stay (`completionTokens` counts, it opens nothing), so do ids of credentials.
 */
export function redactSecrets(payload: unknown): unknown {
  return copyOf(payload, false, 0) ?? null;
}

const SECRET_NAME = /secret|token|passw|passphrase|api_?-?key|private_?-?key|credential|authorization/i;

const MAX_STORED = 262_144;

/**
 * What may be stored of a body that could not be parsed: its beginning, up to the first name of a secret. Where
 * such a value ends cannot be known in a text that is neither JSON nor a form.
 */
export function redactText(body: Buffer): string {
  const text = body.subarray(0, MAX_STORED).toString().replaceAll('\u0000', '');
  const name = SECRET_NAME.exec(text);
  return name === null ? text : `${text.slice(0, name.index + name[0].length)}…`;
}
