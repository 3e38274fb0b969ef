import { html, type Markup } from '../../lib/html/html.js';
import type { SafeHtml } from '../../lib/html/safe-html.js';

/** Where and how charts are drawn. Sizes are in CSS pixels, which are the units of the drawing. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Families for text, as `font-family` takes them. */
  readonly fonts: string;
}

const FONT_SIZE = 11;

/** Widths as shares of the size of the font: enough to keep labels apart. */
const LETTER_WIDTH = 0.6;
const WIDE_LETTER = /[%mwMW@…—\u1100-\uffff]|\p{Extended_Pictographic}/u;
const WIDE_WIDTH = 1;

const widthOf = (letter: string): number => (WIDE_LETTER.test(letter) ? WIDE_WIDTH : LETTER_WIDTH);

/** @returns about how wide a text is, in pixels */
export const textWidth = (text: string, size = FONT_SIZE): number =>
  lettersOf(text).reduce((sum, letter) => sum + widthOf(letter), 0) * size;

/** What readers see as one letter, marks and joined emoji included. */
const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' });
const lettersOf = (text: string): string[] => Array.from(SEGMENTER.segment(text), ({ segment }) => segment);

/** Cuts a text to about a width. */
export function fitText(text: string, width: number, size = FONT_SIZE): string {
  const letters = lettersOf(text);
  const most = Math.max(1, Math.floor(width / (size * LETTER_WIDTH)));
  return letters.length <= most ? text : `${letters.slice(0, Math.max(1, most - 1)).join('')}…`;
}

/** Two digits are finer than a printer, and equal on every machine. */
export const round = (value: number): string => {
  const text = value.toFixed(2).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
};

/** A drawing with what it shows as a text, for those who do not see it. */
export const drawing = ({ width, height, fonts }: Canvas, summary: string, content: Markup): SafeHtml =>
  html`<svg
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${round(width)} ${round(height)}"
    width="${round(width)}"
    height="${round(height)}"
    role="img"
    aria-label="${summary}"
    font-family="${fonts}"
    font-size="${FONT_SIZE}"
  >
    ${content}
  </svg>`;

interface TextStyle {
  readonly fill: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly size?: number;
  readonly isBold?: boolean;
}

export const text = (
  x: number,
  y: number,
  content: string,
  { fill, anchor = 'start', size, isBold }: TextStyle,
): SafeHtml =>
  html`<text
    x="${round(x)}"
    y="${round(y)}"
    fill="${fill}"
    text-anchor="${anchor}"
    ${size !== undefined && html`font-size="${size}"`}
    ${isBold === true && html`font-weight="600"`}
    >${content}</text
  >`;
