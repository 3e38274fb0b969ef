import { Button, type ButtonProps, ConfirmModal } from '@grafana/ui';
import { t } from '@grafana/i18n';
import { useState } from 'react';

interface Props {
  /** Asks whether it is meant. */
  readonly question: string;
  /** What happens then. */
  readonly consequence: string;
  /** Of a button without a text: what it does, for a screen reader. */
  readonly label?: string;
  readonly size?: ButtonProps['size'];
  readonly disabled?: boolean;
  readonly onRemove: () => void;
}

/** Asks before something goes. */
export function RemoveButton({ question, consequence, label, size, disabled = false, onRemove }: Props) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button
        variant="secondary"
        icon="trash-alt"
        size={size}
        disabled={disabled}
        aria-label={label}
        onClick={() => setAsking(true)}
      >
        {label === undefined && t('alerts.remove', 'Delete')}
      </Button>
      <ConfirmModal
        isOpen={isAsking}
        title={question}
        body={consequence}
        confirmText={t('alerts.remove', 'Delete')}
        onConfirm={() => {
          setAsking(false);
          onRemove();
        }}
        onDismiss={() => setAsking(false)}
      />
    </>
  );
}
