/** Says what is wrong with an address; undefined when nothing is. */
export function checkUrl(text: string): string | undefined {
  if (text === '') return undefined;
  if (!URL.canParse(text) || !/^https?:\/\//.test(text)) return 'An address like http://callsight:4000';
  return text.endsWith('/') ? 'Without a slash at its end' : undefined;
}
