import { useMemo, useState } from 'react';
import { isSame } from '../../../definition-draft';
import type { ScheduleDraft } from '../model/schedule-draft';

/** A schedule that is being entered. */
export interface OpenSchedule {
  /** Empty for a new one. */
  readonly id: string;
  /** What it began as. */
  readonly first: ScheduleDraft;
  readonly draft: ScheduleDraft;
}

export interface OpenSchedules {
  /** Of a report, at most one. */
  readonly of: (report: string) => OpenSchedule | undefined;
  readonly set: (report: string, open: OpenSchedule | undefined) => void;
  /** Whether one of them differs from what it began as. */
  readonly isChanged: boolean;
}

/** Schedules that are being entered; they stay until the app is left. */
export function useOpenSchedules(): OpenSchedules {
  const [all, setAll] = useState<ReadonlyMap<string, OpenSchedule>>(new Map());
  return useMemo(
    () => ({
      of: (report) => all.get(report),
      set: (report, open) =>
        setAll((before) => {
          const others = [...before].filter(([one]) => one !== report);
          return new Map(open === undefined ? others : [...others, [report, open]]);
        }),
      isChanged: [...all.values()].some(({ first, draft }) => !isSame(draft, first)),
    }),
    [all],
  );
}
