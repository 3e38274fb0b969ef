const NAME = /secret|token|passw|passphrase|api_?-?key|private_?-?key|credential|authorization/i;

const MAX_KEPT = 262_144;

/**
 * What may be kept of a body that could not be parsed: its beginning, up to the first name that tells of a secret. Where
 * such a value ends cannot be known in a text that is neither JSON nor a form.
 */
export function redactText(body: Buffer): string {
  const text = body.subarray(0, MAX_KEPT).toString().replaceAll('\u0000', '');
  const name = NAME.exec(text);
  return name === null ? text : `${text.slice(0, name.index + name[0].length)}…`;
}
