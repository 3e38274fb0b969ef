import { useMemo, useState } from 'react';
import type { Report } from '@callsight/contract/reports/report';
import { isSame } from '../../definition-draft';
import { type Draft, draftOf } from './model/report-draft';

export interface ReportDrafts {
  /** What is entered of a report, else what is stored of it. */
  readonly of: (id: string) => Draft | undefined;
  readonly set: (id: string, draft: Draft) => void;
  readonly drop: (id: string) => void;
  /** Ids of those that differ from what is stored. */
  readonly changed: ReadonlySet<string>;
}

/** What is entered of reports and not stored yet; it stays until the app is left. */
export function useReportDrafts(reports: readonly Report[]): ReportDrafts {
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  return useMemo(() => {
    const stored = new Map(reports.map((report) => [report.id, draftOf(report)]));
    const without = (before: ReadonlyMap<string, Draft>, id: string): Map<string, Draft> =>
      new Map([...before].filter(([one]) => one !== id));
    return {
      of: (id) => drafts.get(id) ?? stored.get(id),
      set: (id, draft) => setDrafts((before) => without(before, id).set(id, draft)),
      drop: (id) => setDrafts((before) => without(before, id)),
      changed: new Set([...drafts].flatMap(([id, draft]) => (isSame(draft, stored.get(id)) ? [] : [id]))),
    };
  }, [reports, drafts]);
}
