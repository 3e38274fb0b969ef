import { GERMAN } from './de.js';
import { ENGLISH } from './en.js';
import type { Words } from './words.js';

/** @param locale "en" or "de", with or without a region */
export const wordsOf = (locale: string): Words => (locale.startsWith('de') ? GERMAN : ENGLISH);
