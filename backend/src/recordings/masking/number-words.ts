/** Digits as people say them: each word, and the digits that it stands for. */
const said = (words: string, first = 0): [string, string][] =>
  words
    .split(' ')
    .flatMap((alike, index) => alike.split('|').map((word): [string, string] => [word, String(first + index)]));

const TENS: readonly (readonly [string, number])[] = [
  ['zwanzig', 20],
  ['dreißig', 30],
  ['dreissig', 30],
  ['vierzig', 40],
  ['fünfzig', 50],
  ['fuenfzig', 50],
  ['sechzig', 60],
  ['siebzig', 70],
  ['achtzig', 80],
  ['neunzig', 90],
];

const GERMAN_UNITS = said('ein|eins zwei drei vier fünf|fuenf sechs sieben acht neun', 1);

/** "zweiundvierzig" and its like. */
const GERMAN_PAIRS = TENS.flatMap(([tens, value]) =>
  GERMAN_UNITS.map(([unit, digit]): [string, string] => [`${unit}und${tens}`, String(value + Number(digit))]),
);

/** English, German, French, Spanish, Italian and Dutch digits; numbers of two digits in English and German. */
const NUMBER_WORDS: ReadonlyMap<string, string> = new Map([
  ...said('zero|oh|o|nought one two three four five six seven eight nine'),
  ...said('ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen', 10),
  ...said('null eins zwei|zwo drei vier fünf|fuenf sechs sieben acht neun'),
  ...said('zehn elf zwölf|zwoelf dreizehn vierzehn fünfzehn|fuenfzehn sechzehn siebzehn achtzehn neunzehn', 10),
  ...TENS.map(([word, value]): [string, string] => [word, String(value)]),
  ...GERMAN_PAIRS,
  ...said('zéro un|une deux trois quatre cinq six sept huit neuf'),
  ...said('cero uno dos tres cuatro cinco seis siete ocho nueve'),
  ...said('zero uno due tre quattro cinque sei sette otto nove'),
  ...said('nul een twee drie vier vijf zes zeven acht negen'),
]);

const ENGLISH_TENS: ReadonlyMap<string, string> = new Map([
  ['twenty', '2'],
  ['thirty', '3'],
  ['forty', '4'],
  ['fifty', '5'],
  ['sixty', '6'],
  ['seventy', '7'],
  ['eighty', '8'],
  ['ninety', '9'],
]);

/** How often the digit behind the word is meant. */
export const REPEATS: ReadonlyMap<string, number> = new Map([
  ['double', 2],
  ['doppel', 2],
  ['zweimal', 2],
  ['triple', 3],
  ['treble', 3],
  ['dreimal', 3],
]);

/** "eight hundred" is 800 where digits are said one by one. */
export const HUNDREDS: ReadonlySet<string> = new Set(['hundred', 'hundert']);

/** @returns the digits that a word stands for, undefined for none */
export const digitsSaid = (word: string): string | undefined => NUMBER_WORDS.get(word);

/** @returns the first of the two digits of "twenty" to "ninety", whose second one may follow as a word of its own */
export const tensSaid = (word: string): string | undefined => ENGLISH_TENS.get(word);

/** What people say between the parts of a number. */
export const FILLERS: ReadonlySet<string> = new Set(
  'uh um er hmm äh ähm öh space and then und dann dash hyphen bindestrich minus slash strich schrägstrich'.split(' '),
);

/** What a number before it counts. */
export const UNITS: ReadonlySet<string> = new Set(
  [
    'euro euros eur cent cents dollar dollars usd pound pounds gbp franken chf percent prozent',
    'uhr am pm clock second seconds sekunden minute minutes minuten hour hours stunde stunden day days tag tage',
    'week weeks woche wochen month months monat monate year years jahr jahre night nights nacht nächte',
    'person persons people personen guest guests gäste time times mal km kilometer kilometers miles meter metres kg',
  ]
    .join(' ')
    .split(' '),
);
