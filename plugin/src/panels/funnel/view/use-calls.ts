import type { DataQueryRequest } from '@grafana/data';
import { useEffect, useState } from 'react';
import type { StoredQuery } from '@callsight/contract/grafana/stored-query';
import { exploreUrl } from '../calls/explore-url';
import { loadCalls } from '../calls/load-calls';
import type { FrameRow } from '../model/frame-rows';

export interface Calls {
  readonly rows: readonly FrameRow[];
  readonly isLoading: boolean;
  readonly error: string | undefined;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
  /** Undefined where the user may not explore. */
  readonly exploreUrl: string | undefined;
}

interface Loaded {
  readonly rows: readonly FrameRow[];
  readonly nextCursor: string | undefined;
}

/** Lists calls through the datasource of the panel's own query, page by page. */
export function useCalls(request: DataQueryRequest | undefined, refId: string, query: StoredQuery): Calls {
  const [loaded, setLoaded] = useState<Loaded>();
  const [error, setError] = useState<string>();
  const [cursor, setCursor] = useState<string>();
  const [url, setUrl] = useState<string>();
  const [isLoading, setLoading] = useState(true);
  const key = JSON.stringify(query);
  // The range of a running dashboard moves on; a list that is open stays with the range that it was opened in.
  const [opened] = useState(request);

  useEffect(() => {
    let isCurrent = true;
    const first = JSON.parse(key) as StoredQuery;
    const page = cursor === undefined ? first : { ...first, calls: { ...first.calls, cursor } };
    loadCalls(opened, refId, page).then(
      ({ rows, nextCursor }) => {
        if (!isCurrent) return;
        setLoaded((before) => ({ rows: [...(cursor === undefined ? [] : (before?.rows ?? [])), ...rows], nextCursor }));
        setLoading(false);
      },
      (reason: unknown) => {
        if (!isCurrent) return;
        setError(reason instanceof Error ? reason.message : String(reason));
        setLoading(false);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [opened, refId, key, cursor]);

  useEffect(() => {
    let isCurrent = true;
    void exploreUrl(opened, refId, JSON.parse(key) as StoredQuery).then((found) => isCurrent && setUrl(found));
    return () => {
      isCurrent = false;
    };
  }, [opened, refId, key]);

  const next = loaded?.nextCursor;
  return {
    rows: loaded?.rows ?? [],
    isLoading,
    error,
    hasMore: next !== undefined,
    loadMore: () => {
      setLoading(true);
      setCursor(next);
    },
    exploreUrl: url,
  };
}
