/** Stored data is damaged or missing; the message says what, and what can be done. */
export class DataDamaged extends Error {
  override readonly name = 'DataDamaged';
}

const WAYS_OUT =
  'Restore a backup of the data folder, or start with an empty one and restore from InfluxDB where there is one; "callsight repair" keeps what can still be read.';

export const ledgerDamaged = (problems: readonly string[]): DataDamaged =>
  new DataDamaged(`the ledger is damaged: ${problems.join('; ')}. ${WAYS_OUT}`);

export const databaseIrreplaceable = (problem: string): DataDamaged =>
  new DataDamaged(
    `the database is damaged (${problem}) and holds rows whose events have expired, so that it cannot be rebuilt from the ledger. ` +
      `Restore a backup of the data folder; "callsight repair" gives those rows up.`,
  );

export const secretDamaged = (problem: string): DataDamaged =>
  new DataDamaged(
    `${problem}: callers would get other pseudonyms than before. Put it back from a backup, set CALLSIGHT_CALLER_SECRET, ` +
      `or accept it with "callsight repair".`,
  );
