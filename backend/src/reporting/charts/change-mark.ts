import type { SafeHtml } from '../../lib/html/safe-html.js';
import type { Change } from '../document/document.js';
import type { Palette } from './palette.js';
import { text } from './svg.js';

const ARROWS = { up: '▲', down: '▼', level: '' } as const;

/** Colour never stands alone: an arrow says the direction, too. */
export const arrowOf = ({ direction }: Change): string => ARROWS[direction];

export const toneColor = ({ tone }: Change, palette: Palette): string =>
  tone === 'good' ? palette.good : tone === 'bad' ? palette.bad : palette.muted;

/** The size of a change without its sign, which the arrow says. */
export const changeText = (change: Change): string => `${arrowOf(change)} ${change.text.replace(/^[+−]/, '')}`.trim();

export const drawChange = (x: number, y: number, change: Change | undefined, palette: Palette): SafeHtml | undefined =>
  change === undefined
    ? undefined
    : text(x, y, changeText(change), { fill: toneColor(change, palette), anchor: 'end', isBold: true });
