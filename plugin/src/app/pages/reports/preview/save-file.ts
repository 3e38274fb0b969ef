import type { ReportFormat } from '@callsight/contract/reports/report';
import type { Draft } from '../model/report-draft';

/** What a file is called that is not kept by the service. */
export const fileName = ({ title }: Draft, format: ReportFormat): string =>
  `${title === '' ? 'report' : title.replace(/[\\/:*?"<>|]+/g, '-')}.${format === 'mail' ? 'eml' : format}`;

/**
 * Hands a file to the browser, which asks where it goes or puts it where downloads go. The link is in no page: Grafana takes
 * clicks on links of a page for steps from page to page.
 */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
