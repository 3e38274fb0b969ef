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

const NUMBER_IN_TEXT = /\+\d(?:[ ()./-]{0,3}\d){6,14}(?!\d)|(?<![\w.:+/-])\(?\d(?:[ ()./-]{0,2}\d){8,14}(?![\w:])/g;

const LOCAL_PART = /[A-Za-z0-9][\w.+-]{0,63}$/;
const DOMAIN = /^[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/;

/** E-mail addresses: looked for around each at sign, so that a long text without one costs nothing. */
function addressesIn(text: string): Span[] {
  const found: Span[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const local = LOCAL_PART.exec(text.slice(Math.max(0, at - 64), at))?.[0];
    const domain = DOMAIN.exec(text.slice(at + 1, at + 256))?.[0];
    const from = at - (local?.length ?? 0);
    if (local !== undefined && domain !== undefined && from >= (found.at(-1)?.to ?? 0))
      found.push({ from, to: at + 1 + domain.length });
  }
  return found;
}

/** Where numbers and e-mail addresses stand in a text that says more than that, in order; none within another. */
export function findPersons(text: string): Span[] {
  const isProse = /\S\s+\S/.test(text);
  const numbers = [...text.matchAll(NUMBER_IN_TEXT)].flatMap(({ index, 0: found }) =>
    found.startsWith('+') || (isProse && !DATE.test(found)) ? [{ from: index, to: index + found.length }] : [],
  );
  const apart: Span[] = [];
  for (const span of [...addressesIn(text), ...numbers].sort((a, b) => a.from - b.from)) {
    if (span.from >= (apart.at(-1)?.to ?? 0)) apart.push(span);
  }
  return apart;
}
