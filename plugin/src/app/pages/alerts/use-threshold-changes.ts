import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Threshold } from '@callsight/contract/monitoring/threshold';
import { addThreshold, changeThreshold, removeThreshold } from './alerts-api';
import { type Draft, draftOf, inputOf } from './model/draft';

type Change =
  | { readonly kind: 'save'; readonly draft: Draft; readonly isNew: boolean; readonly taken: readonly string[] }
  | { readonly kind: 'mute'; readonly threshold: Threshold; readonly until: number | undefined }
  | { readonly kind: 'remove'; readonly id: string };

async function apply(change: Change): Promise<string> {
  switch (change.kind) {
    case 'save': {
      const input = inputOf(change.draft, change.taken);
      await (change.isNew ? addThreshold(input) : changeThreshold(input));
      return input.id;
    }
    case 'mute': {
      const { mute_until: _before, ...input } = draftOf(change.threshold);
      const { until } = change;
      await changeThreshold(until === undefined ? input : { ...input, mute_until: new Date(until).toISOString() });
      return input.id;
    }
    default:
      await removeThreshold(change.id);
      return change.id;
  }
}

/** Changes thresholds; what is shown is read again afterwards, also where the service refused. */
export function useThresholdChanges(onDone: (id: string, change: Change) => void) {
  const client = useQueryClient();
  const { mutate, isPending, error, reset, variables } = useMutation({
    mutationFn: apply,
    onSuccess: onDone,
    onSettled: async () => {
      await Promise.all(
        ['thresholds', 'threshold-states'].map((name) => client.invalidateQueries({ queryKey: [name] })),
      );
    },
  });
  return { change: mutate, isBusy: isPending, error: error ?? undefined, reset, failed: variables };
}
