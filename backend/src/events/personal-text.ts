/** Longest text that is read as one number or address. */
const LONGEST = 320;

const ADDRESS = /^[^\s@<>"]{1,128}@[^\s@<>"]{1,190}\.[a-z0-9-]{2,63}$/i;

/** Whether a text is an e-mail address. */
export const isAddress = (text: string): boolean =>
  text.length <= LONGEST && ADDRESS.test(text.trim()) && !/^(?:sips?|tel|client):/i.test(text);

/** Whether a text is a SIP or tel URI, with or without a display name. */
export const isUri = (text: string): boolean =>
  text.length <= LONGEST && /^(?:[^<]{0,128}<)?(?:tel|sips?):/i.test(text.trim());

const digitsIn = (text: string): number => text.replace(/\D/g, '').length;

const DATE = /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}\b/;
const AMOUNT = /^\d+[.,]\d+$/;

const ALONE = /^\s*[+(]?\d[\d\s()./-]{5,30}\d\s*$/;

/**
 * Whether a text is a number as people write it. Plain digits are not: ids, counts and times look like that; under a key
 * that says so they are read as a number all the same.
 */
export function isNumberAlone(text: string): boolean {
  if (!ALONE.test(text)) return false;
  const trimmed = text.trim();
  const digits = digitsIn(trimmed);
  if (digits < 7 || digits > 15 || DATE.test(trimmed) || AMOUNT.test(trimmed)) return false;
  return /^[+(0]/.test(trimmed) || /\D/.test(trimmed);
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

const IN_TEXT =
  /[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}|\+\d(?:[ ()./-]{0,3}\d){6,14}(?!\d)|(?<![\w.:+/-])\(?\d(?:[ ()./-]{0,2}\d){8,14}(?![\w:])/g;

/** Where numbers and e-mail addresses stand in a text that says more than that. */
export function findPersons(text: string): Span[] {
  const isProse = /\s/.test(text.trim());
  return [...text.matchAll(IN_TEXT)].flatMap(({ index, 0: found }) => {
    const isCertain = found.includes('@') || found.startsWith('+');
    if (!isCertain && (!isProse || DATE.test(found))) return [];
    return [{ from: index, to: index + found.length }];
  });
}
