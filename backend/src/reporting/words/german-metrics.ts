import type { MetricWords } from './words.js';

/** A title, and what it means; `{}` stands for the number that is set: seconds, hours, days or minutes. */
type Entry = readonly [title: string, description: string];

const ENTRIES: Readonly<Record<string, Entry>> = {
  'calls.count': ['Anrufe', 'Anrufe, die im Zeitraum begonnen haben'],
  'calls.offered': ['Eingehende Anrufe', 'Eingehende Anrufe'],
  'calls.answered': ['Angenommene Anrufe', 'Anrufe, die angenommen wurden'],
  'calls.offered_answered': ['Angenommene eingehende Anrufe', 'Eingehende Anrufe, die angenommen wurden'],
  'calls.answer_rate': ['Annahmequote', 'Anteil der angenommenen an den eingehenden Anrufen'],
  'calls.abandoned': [
    'Abgebrochene Anrufe',
    'Eingehende Anrufe, die der Anrufer nach {} s oder mehr beendet hat, bevor sie angenommen wurden',
  ],
  'calls.short_abandoned': [
    'Kurzabbrüche',
    'Eingehende Anrufe, die der Anrufer nach weniger als {} s beendet hat, bevor sie angenommen wurden',
  ],
  'calls.abandonment_rate': ['Abbruchquote', 'Anteil der abgebrochenen an den eingehenden Anrufen ohne Kurzabbrüche'],
  'calls.answered_in_time': ['Rechtzeitig angenommen', 'Eingehende Anrufe, die binnen {} s angenommen wurden'],
  'calls.abandoned_in_time': ['Rechtzeitig abgebrochen', 'Eingehende Anrufe, die binnen {} s abgebrochen wurden'],
  'calls.service_level': ['Servicelevel', 'Anteil der eingehenden Anrufe, die binnen {} s angenommen wurden'],
  'calls.service_level.ignore_abandons': [
    'Servicelevel ohne Abbrüche',
    'Anteil der binnen {} s angenommenen an den angenommenen Anrufen',
  ],
  'calls.service_level.abandons_negative': [
    'Servicelevel, Abbrüche zählen dagegen',
    'Anteil der binnen {} s angenommenen an den angenommenen und abgebrochenen Anrufen',
  ],
  'calls.service_level.abandons_positive': [
    'Servicelevel, rechtzeitige Abbrüche zählen dafür',
    'Anteil der binnen {} s angenommenen oder abgebrochenen an den angenommenen und abgebrochenen Anrufen',
  ],
  'calls.service_level.abandons_in_X_ignored': [
    'Servicelevel ohne rechtzeitige Abbrüche',
    'Anteil der binnen {} s angenommenen Anrufe; Abbrüche in dieser Zeit bleiben außer Betracht',
  ],
  'calls.answered_wait.sum': ['Wartezeit bis zur Annahme, Summe', 'Wartezeit der angenommenen Anrufe'],
  'calls.after_call_work.sum': ['Nachbearbeitung, Summe', 'Nachbearbeitung der angenommenen Anrufe'],
  'calls.asa': ['Mittlere Annahmezeit', 'Mittlere Wartezeit der angenommenen Anrufe'],
  'calls.aht': ['Mittlere Bearbeitungszeit', 'Gespräch, Halten und Nachbearbeitung je angenommenem Anruf'],
  'calls.transferred': ['Weitergeleitete Anrufe', 'Angenommene Anrufe, die an einen Menschen übergeben wurden'],
  'calls.contained': [
    'Selbst erledigte Anrufe',
    'Angenommene Anrufe, die nicht weitergeleitet wurden und deren Anrufer binnen {} h nicht wieder anrief',
  ],
  'calls.successful': ['Erfolgreiche Anrufe', 'Anrufe, die als erfolgreich bewertet wurden'],
  'calls.analyzed': ['Bewertete Anrufe', 'Anrufe, deren Erfolg bewertet wurde'],
  'calls.resolved_first': ['Sofort gelöst', 'Erfolgreiche Anrufe, deren Anrufer binnen {} h nicht wieder anrief'],
  'calls.repeated': ['Wiederholte Anrufe', 'Anrufe von Anrufern der letzten {} Tage'],
  'calls.transfer_rate': [
    'Weiterleitungsquote',
    'Anteil der an einen Menschen übergebenen an den angenommenen Anrufen',
  ],
  'calls.containment_rate': [
    'Selbsterledigungsquote',
    'Anteil der angenommenen Anrufe ohne Weiterleitung, deren Anrufer binnen {} h nicht wieder anrief',
  ],
  'calls.fcr_rate': [
    'Erstlösungsquote',
    'Anteil der erfolgreichen Anrufe, deren Anrufer binnen {} h nicht wieder anrief',
  ],
  'calls.repeat_rate': ['Wiederholungsquote', 'Anteil der Anrufe von Anrufern der letzten {} Tage'],
  'calls.success_rate': ['Erfolgsquote', 'Anteil der erfolgreichen an den bewerteten Anrufen'],
  'callers.unique': ['Anrufer', 'Verschiedene Anrufer'],
  'callers.new': ['Neue Anrufer', 'Anrufer, deren erster Anruf überhaupt im Zeitraum liegt'],
  'callers.returning': ['Wiederkehrende Anrufer', 'Anrufer, die schon früher angerufen hatten'],
  'calls.interruptions.sum': ['Unterbrechungen, Summe', 'Unterbrochene Wortwechsel angenommener Anrufe'],
  'calls.silence.sum': ['Stille, Summe', 'Stille in angenommenen Anrufen'],
  'calls.sentiment.sum': ['Stimmung, Summe', 'Summe von −1 bis 1 über alle Anrufe mit einer Stimmung'],
  'calls.with_sentiment': ['Anrufe mit Stimmung', 'Anrufe, zu denen eine Stimmung bekannt ist'],
  'calls.with_errors': ['Anrufe mit Fehlern', 'Anrufe mit mindestens einem Fehler'],
  'calls.sentiment.mean': ['Stimmung', 'Mittelwert von −1 bis 1 über alle Anrufe mit einer Stimmung'],
  'calls.error_rate': ['Fehlerquote', 'Anteil der Anrufe mit mindestens einem Fehler'],
  'calls.talk_ratio.mean': [
    'Redeanteil des Agenten',
    'Anteil des Agenten an der Zeit, in der gesprochen wird; Mittel der Anrufe, deren Aufnahme beide unterscheidet',
  ],
  'calls.overlap.mean': [
    'Gleichzeitiges Sprechen',
    'Zeit, in der Agent und Anrufer zugleich sprechen; Mittel der Anrufe, deren Aufnahme beide unterscheidet',
  ],
  'calls.interruptions.mean': ['Unterbrechungen', 'Unterbrochene Wortwechsel je angenommenem Anruf'],
  'calls.silence.mean': ['Stille', 'Stille je angenommenem Anruf'],
  'calls.active': ['Laufende Anrufe', 'Am Ende des Zeitraums begonnene und nicht beendete Anrufe'],
  'calls.concurrency.mean': ['Gleichzeitige Anrufe, Mittel', 'Mittlere Zahl gleichzeitiger Anrufe'],
  'calls.concurrency.max': ['Gleichzeitige Anrufe, Spitze', 'Größte Zahl gleichzeitiger Anrufe'],
  'bookings.confirmed': ['Bestätigte Buchungen', 'Termine aus dem Terminsystem, die zu einem Anruf gehören'],
  'bookings.claimed': ['Gemeldete Buchungen', 'Anrufe, in denen laut Agent oder Plattform ein Termin gebucht wurde'],
  'bookings.phantom': ['Phantombuchungen', 'Gemeldete Buchungen ohne bestätigte {} Minuten nach dem Anruf'],
  'bookings.phantom_rate': ['Phantomquote', 'Anteil der Phantombuchungen an den gemeldeten Buchungen'],
  'bookings.calls': ['Anrufe mit Buchung', 'Eingehende Anrufe mit bestätigter Buchung'],
  'bookings.conversion_rate': ['Buchungsquote', 'Anteil der Anrufe mit bestätigter Buchung'],
  'bookings.kept': ['Wahrgenommene Termine', 'Buchungen, deren Termin stattgefunden hat'],
  'bookings.canceled': ['Abgesagte Buchungen', 'Buchungen, die zuletzt abgesagt waren'],
  'bookings.rescheduled': ['Verschobene Buchungen', 'Buchungen, die verschoben wurden und noch stehen'],
  'bookings.no_show': ['Nicht erschienen', 'Buchungen, zu denen niemand erschienen ist'],
  'bookings.reschedules': ['Verschiebungen', 'Wie oft Buchungen verschoben wurden'],
  'bookings.due': ['Fällige Buchungen', 'Bestätigte Buchungen, deren Beginn vorüber ist'],
  'bookings.due_kept': ['Wahrgenommene fällige Termine', 'Fällige Buchungen, deren Termin stattgefunden hat'],
  'bookings.kept_rate': ['Wahrnehmungsquote', 'Anteil der wahrgenommenen an den fälligen Buchungen'],
  'bookings.due_no_show': ['Nicht erschienen, fällig', 'Fällige Buchungen, zu denen niemand erschienen ist'],
  'bookings.no_show_rate': ['No-Show-Quote', 'Anteil der fälligen Buchungen, zu denen niemand erschienen ist'],
  'bookings.cancellation_rate': ['Absagequote', 'Anteil der abgesagten an den bestätigten Buchungen'],
  'payments.succeeded': ['Zahlungen', 'Erfolgreiche Zahlungen zu Anrufen'],
  'payments.failed': ['Fehlgeschlagene Zahlungen', 'Zahlungen zu Anrufen, die fehlgeschlagen sind'],
  'revenue.sum': ['Umsatz', 'Geld der Zahlungen, die zu Anrufen gehören, je Währung'],
  'revenue.refunded': ['Erstattungen', 'Was von diesen Zahlungen zurückging, je Währung'],
  'revenue.net': ['Nettoumsatz', 'Umsatz abzüglich Erstattungen, je Währung'],
  'revenue.per_call': ['Nettoumsatz je Anruf', 'Nettoumsatz je Anruf und Währung'],
  'revenue.per_booking': ['Nettoumsatz je Buchung', 'Nettoumsatz je bestätigter Buchung und Währung'],
  'revenue.per_kept_booking': ['Nettoumsatz je Termin', 'Nettoumsatz je wahrgenommenem Termin und Währung'],
  'revenue.refunded_per_kept_booking': ['Erstattungen je Termin', 'Erstattungen je wahrgenommenem Termin und Währung'],
  'cost.per_booking': ['Kosten je Buchung', 'Kosten je bestätigter Buchung und Währung'],
  'cost.per_kept_booking': ['Kosten je Termin', 'Kosten je wahrgenommenem Termin und Währung'],
  'turns.count': ['Wortwechsel', 'Wortwechsel zwischen Anrufer und Agent'],
  'turns.interrupted': [
    'Unterbrochene Wortwechsel, Anzahl',
    'Wortwechsel, in denen der Anrufer den Agenten unterbrach',
  ],
  'turns.with_latency': ['Wortwechsel mit Antwortzeit', 'Wortwechsel, deren Antwortzeit bekannt ist'],
  'turns.interrupted_rate': [
    'Unterbrochene Wortwechsel',
    'Anteil der Wortwechsel, in denen der Anrufer den Agenten unterbrach',
  ],
  'samples.count': ['Messungen', 'Prüfungen, Fehler und Messwerte'],
  'samples.value.sum': ['Messwerte, Summe', 'Summe der Messwerte; einer Prüfung ihre Dauer in Millisekunden'],
  'health.time.up': ['Zeit in Betrieb', 'Zeit, in der eine Komponente in Betrieb war'],
  'health.time.observed': ['Beobachtete Zeit', 'Zeit, in der eine Prüfung sagt, wie es einer Komponente geht'],
  'health.availability': ['Verfügbarkeit', 'Anteil der Zeit in Betrieb an der beobachteten Zeit'],
  'health.checks': ['Prüfungen', 'Gemeldete Prüfungen'],
  'health.checks.failed': ['Fehlgeschlagene Prüfungen', 'Prüfungen, die einen Ausfall feststellten'],
  'health.errors': ['Fehler', 'Gemeldete Fehler'],
  'health.error_rate': [
    'Fehlerquote der Systeme',
    'Anteil fehlgeschlagener Prüfungen und gemeldeter Fehler an allen Prüfungen und Fehlern',
  ],
  'health.heartbeat_age': ['Zuletzt gehört', 'Zeit, seit von einer Komponente zuletzt etwas gehört wurde; die längste'],
  'health.failed_in_a_row': [
    'Fehlgeschlagene Prüfungen in Folge',
    'Letzte Prüfungen einer Komponente, die sie nacheinander als ausgefallen fanden; die größte Zahl',
  ],
  'pipeline.accepted': ['Angenommene Ereignisse', 'Ereignisse, die dauerhaft gespeichert wurden'],
  'pipeline.duplicates': ['Wiederholte Ereignisse', 'Ereignisse, die schon angenommen waren'],
  'pipeline.quarantined': ['Ereignisse in Quarantäne', 'Ereignisse, die abgelehnt und mit dem Grund aufbewahrt wurden'],
  'pipeline.lag': ['Rückstand', 'Höchstes Alter einer Änderung, die noch fehlte'],
  'pipeline.pending': ['Ausstehende Änderungen', 'Größte Zahl von Änderungen, die warteten'],
};

/** Measures of which there are several statistics. */
const MEASURES: Readonly<Record<string, Entry>> = {
  'calls.duration': ['Gesprächsdauer', 'Verbundene Zeit, von der Annahme bis zum Ende'],
  'calls.wait': ['Wartezeit', 'Vom Beginn bis zur Annahme, oder bis zum Ende eines nicht angenommenen Anrufs'],
  'calls.hold': ['Haltezeit', 'Zeit, die angenommene Anrufe gehalten wurden'],
  'calls.talk': ['Sprechzeit', 'Gesprächsdauer ohne Haltezeit'],
  'bookings.lead_time': ['Vorlauf', 'Vom Buchen bis zum Beginn des Termins'],
  'turns.latency': [
    'Antwortzeit',
    'Vom Ende der Worte des Anrufers bis zum Beginn der Antwort, über alle Wortwechsel des Zeitraums',
  ],
  'turns.latency.asr': ['Antwortzeit der Spracherkennung', 'Teil der Antwortzeit, den die Spracherkennung braucht'],
  'turns.latency.llm': ['Antwortzeit des Sprachmodells', 'Teil der Antwortzeit, den das Sprachmodell braucht'],
  'turns.latency.tts': ['Antwortzeit der Sprachausgabe', 'Teil der Antwortzeit, den die Sprachausgabe braucht'],
  'turns.latency.endpointing': [
    'Zeit bis zum erkannten Satzende',
    'Teil der Antwortzeit, bis erkannt ist, dass der Anrufer fertig ist',
  ],
  'turns.latency.unexplained': ['Übrige Antwortzeit', 'Antwortzeit ohne die Summe ihrer Teile'],
  'health.latency': ['Dauer der Prüfungen', 'Wie lange Prüfungen dauerten, über alle Prüfungen des Zeitraums'],
  'calls.cost': ['Kosten', 'Kosten der Anrufe, je Währung'],
  'calls.cost.telephony': ['Kosten der Telefonie', 'Kosten der Anrufe für Telefonie, je Währung'],
  'calls.cost.asr': ['Kosten der Spracherkennung', 'Kosten der Anrufe für Spracherkennung, je Währung'],
  'calls.cost.llm': ['Kosten des Sprachmodells', 'Kosten der Anrufe für das Sprachmodell, je Währung'],
  'calls.cost.tts': ['Kosten der Sprachausgabe', 'Kosten der Anrufe für Sprachausgabe, je Währung'],
  'calls.cost.platform': ['Kosten der Plattform', 'Kosten der Anrufe für die Plattform, je Währung'],
};

const STATISTICS: Readonly<Record<string, string>> = {
  mean: 'Mittel',
  p50: 'Median',
  p90: '90. Perzentil',
  p95: '95. Perzentil',
  p99: '99. Perzentil',
  max: 'Höchstwert',
  sum: 'Summe',
};

function entryOf(id: string): Entry | undefined {
  const own = ENTRIES[id];
  if (own !== undefined) return own;
  const dot = id.lastIndexOf('.');
  const [measure, statistic] = [MEASURES[id.slice(0, dot)], id.slice(dot + 1)];
  if (measure === undefined) return undefined;
  const [title, description] = measure;
  if (id.startsWith('calls.cost')) return [statistic === 'mean' ? `${title} je Anruf` : title, description];
  return [`${title}, ${STATISTICS[statistic] ?? statistic}`, description];
}

/** @returns how a metric of the catalogue is called in German; undefined for one that it does not have */
export function germanMetric(id: string): MetricWords | undefined {
  const entry = entryOf(id);
  if (entry === undefined) return undefined;
  const [title, description] = entry;
  return {
    title,
    // What an operator has set stands as the only number in the catalogue's own description.
    describe: (original) => description.replace('{}', /\d+(?:\.\d+)?/.exec(original)?.[0].replace('.', ',') ?? '…'),
  };
}
