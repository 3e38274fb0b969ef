import type { CellType, ExportColumn } from '../column.js';

/** Formats that money comes after; the number of one is its index. */
const NAMED = [
  'plain',
  'heading',
  'text',
  'time',
  'duration',
  'milliseconds',
  'count',
  'percent',
  'number',
  'wrapped',
] as const;
type Named = (typeof NAMED)[number];

const OF_TYPE: Readonly<Record<Exclude<CellType, 'money' | 'amount'>, Named>> = {
  text: 'text',
  time: 'time',
  length: 'duration',
  seconds: 'duration',
  milliseconds: 'milliseconds',
  count: 'count',
  number: 'number',
  percent: 'percent',
  flag: 'plain',
};

/** Number formats beyond those that every spreadsheet has, by their ids. */
const FORMATS = {
  time: [164, 'yyyy\\-mm\\-dd\\ hh:mm:ss'],
  duration: [165, '[h]:mm:ss'],
  milliseconds: [166, '#,##0\\ "ms"'],
  percent: [167, '0.0%'],
} as const;
const FIRST_MONEY_FORMAT = 170;

const decimalsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

function moneyFormat(currency: string): string {
  const decimals = decimalsOf(currency);
  return `#,##0${decimals === 0 ? '' : `.${'0'.repeat(decimals)}`}\\ "${currency}"`;
}

/** ISO 4217; a code that is none has no format of its own. */
const isCurrency = (code: string): boolean => /^[A-Z]{3}$/.test(code);

/** The formats of a workbook: one for each type of cell, and one for each currency. */
export class Styles {
  readonly currencies: readonly string[];

  /** @param currencies ISO 4217, those of all amounts */
  constructor(currencies: Iterable<string>) {
    this.currencies = [...new Set(currencies)].filter(isCurrency).sort();
  }

  /** Index of a format. */
  named(name: Named): number {
    return NAMED.indexOf(name);
  }

  /** Index of the format of a column; of money that of a currency that is not known. */
  of({ type, currency }: ExportColumn): number {
    if (type !== 'money' && type !== 'amount') return this.named(OF_TYPE[type]);
    return this.ofCurrency(currency);
  }

  ofCurrency(currency: string | null | undefined): number {
    const index = this.currencies.indexOf(currency ?? '');
    return index < 0 ? this.named('number') : NAMED.length + index;
  }

  /** `xl/styles.xml`. */
  xml(): string {
    const own = Object.values(FORMATS).map(([id, code]) => numFmt(id, code));
    const money = this.currencies.map((currency, index) => numFmt(FIRST_MONEY_FORMAT + index, moneyFormat(currency)));
    const cells = [
      ...NAMED.map(xfOf),
      ...this.currencies.map(
        (_, index) => `<xf numFmtId="${FIRST_MONEY_FORMAT + index}" ${PLAIN} applyNumberFormat="1"/>`,
      ),
    ];
    return (
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
      '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
      `<numFmts count="${own.length + money.length}">${[...own, ...money].join('')}</numFmts>` +
      '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>' +
      '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>' +
      '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
      '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EDF3"/><bgColor indexed="64"/></patternFill></fill></fills>' +
      '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
      `<cellXfs count="${cells.length}">${cells.join('')}</cellXfs>` +
      '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    );
  }
}

const PLAIN = 'fontId="0" fillId="0" borderId="0" xfId="0"';

const attributeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

const numFmt = (id: number, code: string): string => `<numFmt numFmtId="${id}" formatCode="${attributeText(code)}"/>`;

/** Ids that every spreadsheet has: 3 is `#,##0`, 4 `#,##0.00`, 49 `@`. */
const BUILT_IN: Readonly<Partial<Record<Named, number>>> = { text: 49, count: 3, number: 4 };

function xfOf(name: Named): string {
  if (name === 'heading')
    return '<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>';
  if (name === 'wrapped')
    return `<xf numFmtId="49" ${PLAIN} applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>`;
  const id = BUILT_IN[name] ?? (name in FORMATS ? FORMATS[name as keyof typeof FORMATS][0] : 0);
  return `<xf numFmtId="${id}" ${PLAIN}${id === 0 ? '' : ' applyNumberFormat="1"'}/>`;
}
