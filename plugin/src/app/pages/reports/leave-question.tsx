import { t } from '@grafana/i18n';
import { locationService } from '@grafana/runtime';
import { ConfirmModal } from '@grafana/ui';
import { useEffect, useRef, useState } from 'react';
import { type Address, grafanaHistory } from '../../use-location';
import { REPORTS_PATH } from './report-paths';

/** Entries stay while one goes from report to report. */
const isReports = (path: string): boolean => path === REPORTS_PATH || path.startsWith(`${REPORTS_PATH}/`);

/** Asks before the pages of the reports are left while something is entered that is not saved. */
export function LeaveQuestion() {
  const [wanted, setWanted] = useState<Address>();
  const isAgreed = useRef(false);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    const unblock = grafanaHistory().block((to) => {
      if (isAgreed.current || isReports(to.pathname)) return undefined;
      setWanted(to);
      return false;
    });
    return () => {
      window.removeEventListener('beforeunload', ask);
      unblock();
    };
  }, []);
  return (
    <ConfirmModal
      isOpen={wanted !== undefined}
      title={t('reports.leave.title', 'Leave without saving?')}
      body={t('reports.leave.text', 'What was changed in reports and not saved is lost.')}
      confirmText={t('reports.leave.leave', 'Leave')}
      dismissText={t('reports.leave.stay', 'Stay')}
      onConfirm={() => {
        if (wanted === undefined) return;
        isAgreed.current = true;
        locationService.push(`${wanted.pathname}${wanted.search}`);
      }}
      onDismiss={() => setWanted(undefined)}
    />
  );
}
