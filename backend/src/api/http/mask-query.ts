/** A URL with its query's names, but without their values: those can be anything, such as a number or a key. */
export function maskQuery(url: string): string {
  const [path = '', ...rest] = url.split('?');
  if (rest.length === 0) return path;
  const names = [...new URLSearchParams(rest.join('?')).keys()];
  return `${path}?${names.map((name) => `${encodeURIComponent(name)}=…`).join('&')}`;
}
