import type { Services } from '../api/http/services.js';
import { eraseCaller } from '../maintenance/erase-caller.js';
import type { Transcripts } from '../recordings/transcripts/transcripts.js';
import type { ReaderPool } from '../storage/duckdb/reader.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import type { Ingest } from './build-ingest.js';
import type { RecordingWork } from './recording-work.js';
import type { Projection } from './build-projection.js';
import type { ServiceContext } from './context.js';

/** What erases a caller from everything that holds anything of the person. */
export function eraserOf(
  { clock }: ServiceContext,
  parts: {
    readonly ledger: Ledger;
    readonly readers: ReaderPool;
    readonly ingest: Ingest;
    readonly projection: Projection;
    readonly recordingWork: Pick<RecordingWork, 'erase' | 'isHeld'>;
    readonly transcripts: Pick<Transcripts, 'deleteOf'>;
  },
): Services['eraseCaller'] {
  const { ledger, readers, ingest, projection, recordingWork, transcripts } = parts;
  const { inbox, quarantine, identities } = ingest;
  const { projector, rows, versions } = projection;
  return (tenant, caller) =>
    eraseCaller(
      {
        ledger,
        rows,
        readers,
        versions,
        between: (work) => inbox.between(() => projector.between(work)),
        forgetPending: async (isTheirs) => {
          await inbox.forgetPending(tenant, isTheirs);
        },
        forgetRaw: async (isTheirs) => {
          await inbox.forget(tenant, isTheirs);
          await quarantine.forget(tenant, isTheirs);
        },
        isHeld: (call) => recordingWork.isHeld(tenant, call),
        forgetRecorded: async (calls) => {
          await recordingWork.erase(tenant, calls);
          await transcripts.deleteOf(tenant, [...calls]);
        },
        identities,
        clock,
      },
      tenant,
      caller,
    );
}
