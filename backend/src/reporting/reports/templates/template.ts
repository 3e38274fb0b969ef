import type { ReportInput } from '@callsight/contract/reports/report';
import type { Section } from '@callsight/contract/reports/section';

/** A report that is there to be taken over: everything but whose it is, where and in which language. */
export interface ReportTemplate {
  readonly id: string;
  readonly title: Readonly<Record<'en' | 'de', string>>;
  readonly description: Readonly<Record<'en' | 'de', string>>;
  readonly range: ReportInput['range'];
  readonly compare: string;
  /** Titles of sections that the catalogue does not name. */
  readonly sections: (title: (en: string, de: string) => string) => readonly Section[];
}

/** Steps of a call, within a day: a week's report is not about bookings that are still to come. */
export const CALL_FUNNEL = {
  steps: ['call.started', 'call.answered', 'intent.booking', 'slot.offered', 'slot.selected', 'booking.confirmed'],
  window: '24h',
};

/** @returns a definition that can be rendered or saved; its id is that of the template */
export function reportOf(
  template: ReportTemplate,
  { locale, timezone }: Pick<ReportInput, 'locale' | 'timezone'>,
): ReportInput {
  const language = locale.startsWith('de') ? 'de' : 'en';
  return {
    id: template.id,
    title: template.title[language],
    template: template.id,
    range: template.range,
    compare: template.compare,
    timezone,
    locale,
    sections: [...template.sections((en, de) => (language === 'de' ? de : en))],
  };
}
