const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Text of XML without its escapes. */
function unescape(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
      return code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

/** What elements of a name hold, of those that do not hold elements of the same name: all answers of S3 are such. */
export function elements(xml: string, name: string): string[] {
  const found: string[] = [];
  const [begin, end] = [new RegExp(`<${name}(?:\\s[^>]*)?>`, 'g'), `</${name}>`];
  for (let match = begin.exec(xml); match !== null; match = begin.exec(xml)) {
    const to = xml.indexOf(end, begin.lastIndex);
    if (to < 0) break;
    found.push(xml.slice(begin.lastIndex, to));
    begin.lastIndex = to + end.length;
  }
  return found;
}

/** The text of the first element of a name. */
export function textOf(xml: string, name: string): string | undefined {
  const [first] = elements(xml, name);
  return first === undefined ? undefined : unescape(first);
}
