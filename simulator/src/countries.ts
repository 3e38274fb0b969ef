interface Weighted {
  readonly weight: number;
}

/** Numbers that begin with one of the prefixes and go on with so many free digits. */
export interface NumberRange {
  readonly prefixes: readonly [string, ...string[]];
  readonly digits: number;
}

export interface Country extends Weighted {
  readonly code: string;
  readonly languages: readonly [Language, ...Language[]];
  /** Ranges that the country's regulator keeps for films and fiction. */
  readonly fiction?: NumberRange;
  /** Shape of an ordinary number, for callers beyond those ranges; nothing here ever dials. */
  readonly ordinary: NumberRange;
}

interface Language extends Weighted {
  readonly language: string;
}

const speaking = (language: string): readonly [Language] => [{ language, weight: 1 }];
const usAreas = [205, 212, 213, 214, 302, 303, 305, 312, 313, 314, 404, 415, 503, 512, 602, 615, 617, 702, 713, 808];
const gbAreas = [113, 114, 116, 117, 118, 121, 131, 141, 151, 161];

/**
 * Where callers come from. Fiction ranges: Bundesnetzagentur (drama numbers), Ofcom (drama numbers),
 * NANPA (555-0100 to 555-0199), Arcep (décision 2018-0881); of these, those that number metadata knows as valid.
 */
export const COUNTRIES: readonly [Country, ...Country[]] = [
  {
    code: 'DE',
    weight: 62,
    languages: [
      { language: 'de', weight: 86 },
      { language: 'en', weight: 9 },
      { language: 'tr', weight: 5 },
    ],
    fiction: { prefixes: ['+493023125', '+494066969', '+492214710', '+498999998'], digits: 3 },
    ordinary: { prefixes: ['+491512', '+491761', '+491622'], digits: 7 },
  },
  {
    code: 'AT',
    weight: 8,
    languages: speaking('de'),
    ordinary: { prefixes: ['+43664', '+43676'], digits: 7 },
  },
  {
    code: 'CH',
    weight: 7,
    languages: [
      { language: 'de', weight: 7 },
      { language: 'fr', weight: 3 },
    ],
    ordinary: { prefixes: ['+4179', '+4178'], digits: 7 },
  },
  {
    code: 'GB',
    weight: 5,
    languages: speaking('en'),
    fiction: {
      prefixes: ['+442079460', ...gbAreas.map((area) => `+44${area}4960`)],
      digits: 3,
    },
    ordinary: { prefixes: ['+44740', '+44771'], digits: 7 },
  },
  {
    code: 'US',
    weight: 5,
    languages: [
      { language: 'en', weight: 9 },
      { language: 'es', weight: 1 },
    ],
    fiction: { prefixes: ['+120155501', ...usAreas.map((area) => `+1${area}55501`)], digits: 2 },
    ordinary: { prefixes: ['+12012', ...usAreas.map((area) => `+1${area}2`)], digits: 6 },
  },
  {
    code: 'FR',
    weight: 4,
    languages: speaking('fr'),
    fiction: { prefixes: ['+3319900', '+3326191', '+3335301', '+3346571', '+3353649'], digits: 4 },
    ordinary: { prefixes: ['+3361', '+3362'], digits: 7 },
  },
  { code: 'ES', weight: 3, languages: speaking('es'), ordinary: { prefixes: ['+3461', '+3465'], digits: 7 } },
  { code: 'IT', weight: 2, languages: speaking('it'), ordinary: { prefixes: ['+39347', '+39333'], digits: 7 } },
  { code: 'NL', weight: 2, languages: speaking('nl'), ordinary: { prefixes: ['+3161', '+3162'], digits: 7 } },
  { code: 'BR', weight: 1, languages: speaking('pt'), ordinary: { prefixes: ['+551198', '+552199'], digits: 7 } },
  { code: 'IN', weight: 1, languages: speaking('en'), ordinary: { prefixes: ['+91981', '+91990'], digits: 7 } },
];
