import { Alert, Button, LinkButton, LoadingPlaceholder, Stack } from '@grafana/ui';
import { CallsTable } from './calls-table';
import type { Calls } from './use-calls';

/** Calls as far as they are loaded, and what can be done with them. */
export function CallsList({ rows, isLoading, error, hasMore, loadMore, exploreUrl }: Calls) {
  const isEmpty = !isLoading && error === undefined && rows.length === 0;
  return (
    <Stack direction="column" gap={2}>
      {error !== undefined && (
        <Alert severity="error" title="The calls could not be loaded">
          {error}
        </Alert>
      )}
      {rows.length > 0 && <CallsTable rows={rows} />}
      {isLoading && <LoadingPlaceholder text="Loading calls…" />}
      {isEmpty && (
        <Alert severity="info" title="No calls">
          None of these calls is there any more; refresh the dashboard.
        </Alert>
      )}
      <Stack gap={1}>
        {hasMore && (
          <Button variant="secondary" onClick={loadMore} disabled={isLoading}>
            More calls
          </Button>
        )}
        {exploreUrl !== undefined && (
          <LinkButton variant="secondary" icon="compass" href={exploreUrl}>
            Open in Explore
          </LinkButton>
        )}
      </Stack>
    </Stack>
  );
}
