import { CHART_STYLES } from './chart-styles.js';
import { FRAME_STYLES } from './frame-styles.js';
import { PALETTE } from './palette.js';
import { SECTION_STYLES } from './section-styles.js';

/** The one style sheet of the page, as it stands in its head. */
export const STYLES = PALETTE + FRAME_STYLES + SECTION_STYLES + CHART_STYLES;
