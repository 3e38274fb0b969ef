/** What stands for a caller who asked not to be shown. Such a display name counts whatever address stands beside it. */
const PRIVATE = 'anonymous|restricted|private|withheld|blocked|hidden|suppressed|undisclosed';

/** What stands for a number that is not known. As a display name it only says that there is no name. */
const UNKNOWN =
  'unknown|unavailable|unidentified|none|null|undefined|nil|notavailable|outofarea|no(?:number|name|caller|cli|id)';

/** Words around them: "Private Number", "No Caller ID", "caller-id blocked". */
const AROUND = 'number|name|caller|call|cli|id|user|party';

const phraseOf = (words: string): RegExp => new RegExp(`^(?:${AROUND})*(?:${words})(?:${words}|${AROUND})*$`);

const PRIVATE_PHRASE = phraseOf(PRIVATE);
const WITHHELD_PHRASE = phraseOf(`${PRIVATE}|${UNKNOWN}`);

/** Longest phrase that is looked at; longer texts are addresses. */
const LONGEST = 64;

/** A text in lower-case letters alone: separators and quotes differ from carrier to carrier. */
const lettersOf = (text: string): string =>
  text.length > LONGEST || /\p{Nd}/u.test(text) ? '' : text.toLowerCase().replace(/[^\p{L}]/gu, '');

/** Keys of a telephone by letter, from A to Z. */
const KEYS = '22233344455566677778889999';

const onKeys = (word: string): string =>
  Array.from(word, (letter) => KEYS.charAt(letter.charCodeAt(0) - 'a'.charCodeAt(0))).join('');

/** Twilio writes these words as the keys of a telephone (ANONYMOUS is 266696687); nobody is called under them. */
const KEYED = new Set(['anonymous', 'restricted', 'blocked', 'unknown', 'unavailable'].map(onKeys));
/** With a plus these are no numbers, without one they could be numbers of a country. */
const KEYED_WITH_PLUS = new Set([...KEYED, onKeys('private'), onKeys('withheld')]);

const isKeyed = (text: string): boolean => {
  const digits = text.replace(/[\s().-]/g, '');
  return digits.startsWith('+') ? KEYED_WITH_PLUS.has(digits.slice(1)) : KEYED.has(digits);
};

/** Whether a text stands for a withheld number: empty, words, or words on the keys of a telephone. */
export const isWithheldText = (text: string): boolean =>
  !/[\p{L}\p{N}]/u.test(text) || /^\s*n\/a\s*$/i.test(text) || WITHHELD_PHRASE.test(lettersOf(text)) || isKeyed(text);

/** Whether a display name says that the caller asked not to be shown. */
export const isPrivateName = (name: string): boolean => PRIVATE_PHRASE.test(lettersOf(name));

/** The hosts of RFC 3323 and of the mobile networks: `anonymous.invalid`, `unknown.invalid` … */
export const isWithheldHost = (host: string): boolean =>
  /^(?:anonymous|unknown|unavailable|restricted|private|withheld)\.invalid\.?(?::\d*)?$/i.test(host);
