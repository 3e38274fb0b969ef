import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Collapse, Field, FileUpload, Input, useStyles2 } from '@grafana/ui';
import { useId, useState } from 'react';
import type { Branding } from '@callsight/contract/reports/report';
import { patch } from '../../../../fields/patch';
import { READABLE, textOn } from '../model/contrast';

interface Props {
  readonly value: Branding | undefined;
  readonly onChange: (branding: Branding | undefined) => void;
}

/** The colour that the service takes where none is entered. */
const DEFAULT_COLOR = '#3538cd';
/** What the service takes. */
const MAX_LOGO_BYTES = 200_000;
const LOGO_TYPES = ['image/png', 'image/jpeg'];

/** Shows the band of a report in its colour, and whether texts on it can be read. */
function BandSample({ color, name }: { readonly color: string; readonly name: string }) {
  const styles = useStyles2(getStyles);
  const text = textOn(color);
  const ratio = text.ratio.toFixed(1);
  return (
    <div>
      <div className={styles.band} style={{ background: color, color: text.color }}>
        {name}
      </div>
      <div role="status" className={styles.small}>
        {text.ratio >= READABLE
          ? t('reports.branding.readable', 'Contrast {{- ratio}} : 1, easy to read', { ratio })
          : t('reports.branding.unreadable', 'Contrast {{- ratio}} : 1 is below 4.5 : 1, hard to read', { ratio })}
      </div>
    </div>
  );
}

function readLogo(file: File, onRead: (logo: string) => void, onError: (message: string) => void): void {
  if (!LOGO_TYPES.includes(file.type) || file.size > MAX_LOGO_BYTES) {
    onError(t('reports.branding.logo-invalid', 'A PNG or JPEG of at most 200 KB'));
    return;
  }
  const reader = new FileReader();
  reader.onload = () => typeof reader.result === 'string' && onRead(reader.result);
  reader.readAsDataURL(file);
}

function LogoField({
  value,
  onChange,
}: {
  readonly value: string | undefined;
  readonly onChange: (logo: string | undefined) => void;
}) {
  const styles = useStyles2(getStyles);
  const [error, setError] = useState<string>();
  return (
    <Field label={t('reports.branding.logo', 'Logo')} noMargin invalid={error !== undefined} error={error}>
      <div className={styles.row}>
        {value !== undefined && <img src={value} alt={t('reports.branding.logo', 'Logo')} className={styles.logo} />}
        <FileUpload
          accept={LOGO_TYPES.join(',')}
          size="sm"
          showFileName={false}
          onFileUpload={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            setError(undefined);
            if (file !== undefined) readLogo(file, onChange, setError);
          }}
        >
          {t('reports.branding.choose-logo', 'Choose a file')}
        </FileUpload>
        {value !== undefined && (
          <Button size="sm" variant="secondary" onClick={() => onChange(undefined)}>
            {t('reports.branding.no-logo', 'Without')}
          </Button>
        )}
      </div>
    </Field>
  );
}

/** Whose report it is: name, logo, colour, and what stands at the foot. */
export function BrandingFields({ value, onChange }: Props) {
  const id = useId();
  const styles = useStyles2(getStyles);
  const [isOpen, setOpen] = useState(false);
  const { name = '', color, logo, footer } = value ?? {};
  const change = (changes: { readonly [K in keyof Branding]?: Branding[K] | undefined }): void => {
    const next = patch<Branding>({ name, ...value }, changes);
    // A branding has a name; without one, nothing of it is kept by the service.
    onChange(Object.values({ ...next, name: next.name }).every((part) => part === '') ? undefined : next);
  };
  const isNameless = value !== undefined && name === '';
  return (
    <Collapse label={t('reports.branding.label', 'Branding')} isOpen={isOpen} onToggle={() => setOpen(!isOpen)}>
      <div className={styles.fields}>
        <Field
          label={t('reports.branding.name', 'Name of the account')}
          htmlFor={`${id}-name`}
          noMargin
          invalid={isNameless}
          error={isNameless ? t('reports.branding.name-missing', 'It stands at the top of the report') : undefined}
        >
          <Input
            id={`${id}-name`}
            value={name}
            maxLength={100}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
        </Field>
        <div className={styles.row}>
          <Field label={t('reports.branding.color', 'Colour of the band')} htmlFor={`${id}-color`} noMargin>
            <input
              id={`${id}-color`}
              type="color"
              className={styles.color}
              value={color ?? DEFAULT_COLOR}
              onChange={(event) => change({ color: event.currentTarget.value })}
            />
          </Field>
          <BandSample
            color={color ?? DEFAULT_COLOR}
            name={name === '' ? t('reports.branding.sample', 'Your account') : name}
          />
        </div>
        <LogoField value={logo} onChange={(next) => change({ logo: next })} />
        <Field label={t('reports.branding.footer', 'Foot of the pages')} htmlFor={`${id}-footer`} noMargin>
          <Input
            id={`${id}-footer`}
            value={footer ?? ''}
            maxLength={300}
            onChange={({ currentTarget: { value: text } }) => change({ footer: text === '' ? undefined : text })}
          />
        </Field>
      </div>
    </Collapse>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  fields: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2), padding: theme.spacing(1, 0) }),
  row: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'flex-end', gap: theme.spacing(2) }),
  color: css({ width: 64, height: 32, padding: 2 }),
  band: css({
    minWidth: 180,
    padding: theme.spacing(0.75, 1.5),
    borderRadius: theme.shape.radius.default,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  small: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  logo: css({ maxHeight: 40, maxWidth: 140 }),
});
