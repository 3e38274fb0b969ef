import { CHART_STYLES } from './chart-styles.js';
import { FRAME_STYLES } from './frame-styles.js';
import { SECTION_STYLES } from './section-styles.js';

/** Colours, for light and for dark. Text on its ground has a contrast of at least 4.5 : 1. */
const PALETTE = `
:root{color-scheme:light dark;
--ground:#f8f9fb;--card:#fff;--sunken:#f4f5f8;--raised:#fff;--line:#e4e7ec;--grid:#edeff3;--axis:#cdd2da;
--ink:#101828;--soft:#475467;--faint:#5d6b82;
--accent:#3538cd;--accent-text:#3538cd;--accent-ground:#eef0fe;--track:#eef0fa;--on-accent:#fff;
--second:#f79009;--second-text:#b54708;--before:#101828;
--good:#067647;--good-ground:#e9f9f0;--bad:#b42318;--bad-ground:#feefee;--neutral-ground:#f1f3f6;
--shadow:0 1px 2px rgb(16 24 40/.04)}
@media(prefers-color-scheme:dark){:root{
--ground:#0d0f15;--card:#151821;--sunken:#1b1f2a;--raised:#2d3343;--line:#272c39;--grid:#222733;--axis:#3b4252;
--ink:#f3f4f8;--soft:#bcc3d1;--faint:#98a1b3;
--accent:#7277f5;--accent-text:#a3a8ff;--accent-ground:#22254a;--track:#232838;--on-accent:#0d0f15;
--second:#f5a33b;--second-text:#f8b765;--before:#f3f4f8;
--good:#5fd39b;--good-ground:#12301f;--bad:#ff8a80;--bad-ground:#3b1917;--neutral-ground:#222733;
--shadow:none}}
`;

/** The one style sheet of the page, as it stands in its head. */
export const STYLES = PALETTE + FRAME_STYLES + SECTION_STYLES + CHART_STYLES;
