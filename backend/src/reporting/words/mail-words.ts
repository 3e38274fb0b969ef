/** What mails say besides the report itself. */
export interface MailWords {
  /** In the subject, before the title. */
  readonly incomplete: string;
  readonly incompleteNote: string;
  readonly late: (planned: string) => string;
  readonly files: string;
  readonly filesTooLarge: string;
  readonly filesUntil: (date: string) => string;
  readonly unsubscribe: string;
  readonly total: string;
  readonly lowest: string;
  readonly highest: string;
  readonly latest: string;
  readonly mostAt: string;
  readonly moreRows: (shown: number, all: number) => string;
  readonly leftOut: (title: string) => string;
}

const ENGLISH: MailWords = {
  incomplete: '[incomplete]',
  incompleteNote: 'Some sections could not be calculated. They are marked below.',
  late: (planned) => `This report is late: it was planned for ${planned}.`,
  files: 'Files of this report',
  filesTooLarge: 'The files are too large to be attached.',
  filesUntil: (date) => `The links work until ${date}.`,
  unsubscribe: 'Unsubscribe from this report',
  total: 'Total',
  lowest: 'Lowest',
  highest: 'Highest',
  latest: 'Latest',
  mostAt: 'Busiest',
  moreRows: (shown, all) => `${shown} of ${all} rows are shown here.`,
  leftOut: (title) => `${title}: not shown here, because mail programs cut long messages. The files have it.`,
};

const GERMAN: MailWords = {
  incomplete: '[unvollständig]',
  incompleteNote: 'Einige Abschnitte konnten nicht berechnet werden. Sie sind unten gekennzeichnet.',
  late: (planned) => `Dieser Bericht kommt verspätet: Er war für ${planned} geplant.`,
  files: 'Dateien zu diesem Bericht',
  filesTooLarge: 'Die Dateien sind zu groß für einen Anhang.',
  filesUntil: (date) => `Die Links gelten bis ${date}.`,
  unsubscribe: 'Diesen Bericht abbestellen',
  total: 'Gesamt',
  lowest: 'Minimum',
  highest: 'Maximum',
  latest: 'Zuletzt',
  mostAt: 'Am meisten',
  moreRows: (shown, all) => `${shown} von ${all} Zeilen sind hier zu sehen.`,
  leftOut: (title) =>
    `${title}: hier nicht zu sehen, weil Mailprogramme lange Nachrichten abschneiden. Die Dateien enthalten es.`,
};

/** @param locale "en" or "de", with or without a region */
export const mailWordsOf = (locale: string): MailWords => (locale.startsWith('de') ? GERMAN : ENGLISH);
