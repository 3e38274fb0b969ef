const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/** The lines of a CSV text (RFC 4180; quoted fields may hold line ends); an empty line is an empty list. */
export function csvRecords(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  FIELD.lastIndex = 0;
  while (FIELD.lastIndex < text.length) {
    const at = FIELD.lastIndex;
    const field = FIELD.exec(text);
    if (field === null) throw new Error(`no CSV at ${JSON.stringify(text.slice(at, at + 40))}`);
    const [, quoted, plain = '', end] = field;
    record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    records.push(record.length === 1 && record[0] === '' ? [] : record);
    record = [];
  }
  return records;
}
