import { OUTCOMES, type Outcome } from '@callsight/contract/events/outcome';
import { label } from '../payload/contract-values.js';

interface CustomFindings {
  readonly outcome?: Outcome | undefined;
  readonly sentiment?: number | 'positive' | 'neutral' | 'negative' | undefined;
  readonly topics?: string[] | undefined;
  readonly language?: string | undefined;
}

const MAX_TOPICS = 64;
const BOOKED = ['booked', 'appointment_booked', 'appointmentBooked'];

const word = (value: unknown): string => (typeof value === 'string' ? value.trim().toLowerCase() : '');

const sentimentOf = (value: unknown): CustomFindings['sentiment'] => {
  if (typeof value === 'number') return value >= -1 && value <= 1 ? value : undefined;
  return (['positive', 'neutral', 'negative'] as const).find((known) => known === word(value));
};

const topicsOf = (value: unknown): string[] | undefined => {
  if (!Array.isArray(value)) return undefined;
  const topics = value.flatMap((topic: unknown) => (typeof topic === 'string' ? (label(topic) ?? []) : []));
  return topics.length === 0 ? undefined : topics.slice(0, MAX_TOPICS);
};

/** A language tag such as `de` or `pt-BR`; a language written out is some text. */
const languageOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(value) ? value : undefined;

/**
 * What an analysis with a schema of the user's own says in our words: `outcome` if it is one of our outcomes, or
 * `booked` / `appointment_booked` / `appointmentBooked` being true; `sentiment`; `topics`; `language`. Nothing is read into others.
 */
export function customFindings(data: unknown): CustomFindings {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return {};
  const found = new Map<string, unknown>(Object.entries(data));
  const claimed = OUTCOMES.find((outcome) => outcome === word(found.get('outcome')));
  const booked = BOOKED.some((key) => found.get(key) === true) ? 'booked' : undefined;
  return {
    outcome: claimed ?? booked,
    sentiment: sentimentOf(found.get('sentiment')),
    topics: topicsOf(found.get('topics')),
    language: languageOf(found.get('language')),
  };
}
