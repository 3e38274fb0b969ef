/** What brought a caller; `touch` campaigns leave a trace before the call. */
export interface Campaign {
  readonly weight: number;
  readonly source: string;
  readonly medium: string;
  readonly campaign?: string;
  readonly trackingNumber?: string;
  readonly landingPage?: string;
  /** Mean price of a contact in euro cents; none where contacts cost nothing. */
  readonly cents?: number;
}

/** Tracking numbers lie in a range that the Bundesnetzagentur keeps for fiction, apart from those of callers. */
export const CAMPAIGNS: readonly [Campaign, ...Campaign[]] = [
  {
    weight: 30,
    source: 'google',
    medium: 'cpc',
    campaign: 'search-brand',
    trackingNumber: '+496990009101',
    landingPage: 'https://www.example.com/termin',
    cents: 95,
  },
  {
    weight: 22,
    source: 'google',
    medium: 'cpc',
    campaign: 'search-treatments',
    trackingNumber: '+496990009102',
    landingPage: 'https://www.example.com/behandlungen',
    cents: 240,
  },
  {
    weight: 14,
    source: 'facebook',
    medium: 'paid_social',
    campaign: 'autumn-checkup',
    trackingNumber: '+496990009103',
    landingPage: 'https://www.example.com/checkup',
    cents: 130,
  },
  {
    weight: 8,
    source: 'bing',
    medium: 'cpc',
    campaign: 'search-brand',
    trackingNumber: '+496990009104',
    landingPage: 'https://www.example.com/termin',
    cents: 80,
  },
  { weight: 14, source: 'google', medium: 'organic', landingPage: 'https://www.example.com/' },
  { weight: 7, source: 'doctolink', medium: 'referral', landingPage: 'https://www.example.com/praxis' },
  { weight: 5, source: 'flyer', medium: 'print', campaign: 'city-flyer', trackingNumber: '+496990009105' },
];

/** What brings those back who called before. */
export const REMINDER: Campaign = {
  weight: 1,
  source: 'newsletter',
  medium: 'email',
  campaign: 'come-back',
  landingPage: 'https://www.example.com/willkommen',
  cents: 2,
};
