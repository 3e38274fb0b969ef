/** PDF/UA-1 for readers of every kind; PDF/A-3a for archives. A file is of one standard. */
export const PDF_STANDARDS = { accessible: 'ua-1', archive: 'a-3a' } as const;
export type PdfStandard = keyof typeof PDF_STANDARDS;
