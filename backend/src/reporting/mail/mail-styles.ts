import { printPalette } from '../charts/palette.js';

/** Colours of a mail, by what they are for. */
interface MailPalette {
  readonly page: string;
  readonly surface: string;
  readonly soft: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  readonly accent: string;
  /** Of bars. */
  readonly bar: string;
  readonly good: string;
  readonly bad: string;
  readonly badSoft: string;
}

const print = printPalette();

export const LIGHT: MailPalette = {
  page: '#f2f4f7',
  surface: print.surface,
  soft: '#f9fafb',
  line: print.line,
  text: print.text,
  muted: '#566379',
  accent: print.accent,
  bar: print.accent,
  good: print.good,
  bad: print.bad,
  badSoft: print.badSoft,
};

export const DARK: MailPalette = {
  page: '#0c1017',
  surface: '#161b24',
  soft: '#1b212c',
  line: '#333a47',
  text: '#f2f4f7',
  muted: '#a6b0c0',
  accent: '#a5b0ff',
  bar: '#8b9cff',
  good: '#47cd89',
  bad: '#f97066',
  badSoft: '#3a1614',
};

/**
 * Classes of the mail and what each colours. Light colours stand in each element, because many mail programs read no style sheet;
 * those that know dark surroundings take the dark ones from it.
 */
const CLASSES = {
  page: 'background-color',
  surface: 'background-color',
  soft: 'background-color',
  badSoft: 'background-color',
  bar: 'background-color',
  line: 'border-color',
  text: 'color',
  muted: 'color',
  accent: 'color',
  good: 'color',
  bad: 'color',
} as const satisfies Record<keyof MailPalette, string>;

export type ColorClass = keyof typeof CLASSES;

/** Inline style of light colours. */
export const colorStyle = (...classes: readonly ColorClass[]): string =>
  classes.map((name) => `${CLASSES[name]}:${LIGHT[name]}`).join(';');

const darkRules = (prefix: string): string =>
  (Object.keys(CLASSES) as ColorClass[])
    .map((name) => `${prefix}.${name}{${CLASSES[name]}:${DARK[name]}!important}`)
    .join('');

export const FONT = "Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** The style sheet: dark colours, and what a phone needs. `data-ogsc` is what Outlook on the web sets in the dark. */
export const mailStyleSheet = (): string =>
  `:root{color-scheme:light dark;supported-color-schemes:light dark}` +
  `body,td,th,div,p,h1,h2,h3,li,span,a{font-family:${FONT}}body{margin:0;padding:0}table{border-collapse:separate}img{border:0}a{text-decoration:underline}` +
  `@media (max-width:480px){.pad{padding-left:16px!important;padding-right:16px!important}.outer{padding:0!important}.card{border-radius:0!important}.num{font-size:12px!important;padding-left:3px!important;padding-right:3px!important}.value{font-size:21px!important}.title{font-size:21px!important}}` +
  `@media (prefers-color-scheme:dark){${darkRules('')}}` +
  darkRules('[data-ogsc] ');
