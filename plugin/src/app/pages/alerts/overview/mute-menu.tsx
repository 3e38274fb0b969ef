import { t } from '@grafana/i18n';
import { Button, type ButtonProps, Dropdown, Menu } from '@grafana/ui';
import { muteChoices } from '../model/mute';

interface Props {
  readonly isMuted: boolean;
  readonly size?: ButtonProps['size'];
  readonly disabled?: boolean;
  /** @param until epoch milliseconds; undefined for no longer */
  readonly onMute: (until: number | undefined) => void;
}

/** How long a threshold is to be muted. */
export function MuteMenu({ isMuted, size, disabled = false, onMute }: Props) {
  const overlay = (
    <Menu>
      {muteChoices().map(({ label, until }) => (
        <Menu.Item key={label} label={label} onClick={() => onMute(until(Date.now()))} />
      ))}
      {isMuted && (
        <Menu.Item label={t('alerts.mute.end', 'No longer mute')} icon="bell" onClick={() => onMute(undefined)} />
      )}
    </Menu>
  );
  return (
    <Dropdown overlay={overlay}>
      <Button variant="secondary" icon="bell-slash" size={size} disabled={disabled} aria-haspopup="menu">
        {t('alerts.mute.button', 'Mute')}
      </Button>
    </Dropdown>
  );
}
