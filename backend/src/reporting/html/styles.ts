import { DEFAULT_ACCENT, printPalette, readableOn } from '../charts/palette.js';

const light = (): string => {
  const palette = printPalette();
  return `--text:${palette.text};--muted:${palette.muted};--line:${palette.line};--previous:${palette.previous};--surface:#fff;--page:#f7f8fa;--soft:#f9fafb;--accent:${palette.accent};--on-accent:${palette.onAccent};--accent-soft:${palette.accentSoft};--good:${palette.good};--good-soft:#ecfdf3;--bad:${palette.bad};--bad-soft:${palette.badSoft};--goal:${palette.goal};${palette.series.map((color, index) => `--series-${index}:${color}`).join(';')};${palette.heat.map((color, index) => `--heat-${index}:${color}`).join(';')};${palette.onHeat.map((color, index) => `--on-heat-${index}:${color}`).join(';')}`;
};

const DARK_HEAT = ['#1c2033', '#252b4d', '#2f3768', '#3b4586', '#4a55a6', '#5d69c6', '#7f8be4', '#aab4ff'];

/** Accents of accounts are made for white; on dark ground the standard one is used for lines. */
const DARK_SERIES = ['#8b9cff', '#fdb022', '#2ed3b7', '#f670c7', '#53b1fd', '#98a2b3', '#a48afb', '#a6ce6b'];
const dark = (): string =>
  `--text:#f2f4f7;--muted:#a6b0c0;--line:#333a47;--previous:#4b5566;--surface:#161b24;--page:#0c1017;--soft:#1b212c;--accent:#8b9cff;--on-accent:#101828;--accent-soft:#20264a;--good:#47cd89;--good-soft:#0f2a1d;--bad:#f97066;--bad-soft:#3a1614;--goal:#2ed3b7;${DARK_SERIES.map((color, index) => `--series-${index}:${color}`).join(';')};${DARK_HEAT.map((color, index) => `--heat-${index}:${color}`).join(';')};${DARK_HEAT.map((_, index) => `--on-heat-${index}:${index < 6 ? '#fff' : '#101828'}`).join(';')}`;

/** The style sheet of a report as a page: light, dark, phone, print. @param band colour of the account, at the top alone */
export const pageStyles = (band: string = DEFAULT_ACCENT): string => `
:root{color-scheme:light dark;${light()};--band:${band};--on-band:${readableOn(band)}}
@media (prefers-color-scheme:dark){:root{${dark()}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 Inter,"Noto Sans",system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-feature-settings:"tnum";overflow-wrap:break-word}
main{max-width:880px;margin:0 auto;padding:24px 20px 48px}
svg{display:block;max-width:100%;height:auto}
header{background:var(--band);color:var(--on-band);border-radius:14px;padding:26px 28px;display:flex;gap:16px;justify-content:space-between;align-items:flex-start}
header .account{font-size:14px}
header h1{font-size:30px;line-height:1.2;margin:10px 0 12px;font-weight:700}
header .period{font-size:16px}
header .period span{margin-left:8px}
header img{max-height:48px;max-width:160px}
section{margin-top:36px}
h2{font-size:19px;line-height:1.3;margin:0 0 12px;font-weight:650}
h2 small{font-size:13.5px;font-weight:400;color:var(--muted);margin-left:8px}
h3{font-size:16px;margin:16px 0 8px}
.note{color:var(--muted);font-size:13.5px;margin-top:10px;white-space:pre-line}
.findings{list-style:none;margin:0;padding:0}
.findings li{padding:3px 0 3px 18px;position:relative}
.findings li::before{content:"";position:absolute;left:0;top:9px;width:5px;height:13px;border-radius:3px;background:var(--accent)}
.findings li.good::before{background:var(--good)}
.findings li.bad::before{background:var(--bad)}
.caveat{color:var(--muted)}
.tiles{display:grid;grid-template-columns:repeat(3,1fr);gap:12px}
.tile{background:var(--soft);border:1px solid var(--line);border-radius:12px;padding:14px 16px;display:grid;grid-template-columns:1fr auto;align-items:end;gap:2px 8px}
.tile .name{grid-column:1/3;color:var(--muted);font-size:14px}
.tile .value{font-size:27px;font-weight:700;line-height:1.25;white-space:nowrap}
.tile .was{grid-column:1/3;font-size:13px;color:var(--muted)}
.change{font-weight:600;border-radius:999px;padding:1px 9px;margin-right:8px;white-space:nowrap;background:var(--soft);color:var(--muted)}
.change.good{color:var(--good);background:var(--good-soft)}
.change.bad{color:var(--bad);background:var(--bad-soft)}
td .change{padding:0;margin:0 0 0 8px;background:none;font-size:12.5px}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:0 36px}
.narrow{display:none}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th{color:var(--muted);font-weight:600;background:var(--soft);font-size:13px;text-align:left;vertical-align:bottom}
th,td{padding:7px 10px;border-bottom:1px solid var(--line)}
th.right,td.right{text-align:right}
td.right{white-space:nowrap}
td.left{min-width:90px;max-width:340px;overflow-wrap:anywhere}
td.index{color:var(--muted);width:1%}
.meter{display:inline-block;vertical-align:middle;width:64px;height:8px;border-radius:4px;background:var(--accent-soft);margin-left:8px;overflow:hidden}
.meter i{display:block;height:100%;border-radius:4px;background:var(--accent)}
.empty,.failed{border:1px dashed var(--line);border-radius:12px;padding:18px;color:var(--muted)}
.failed{border-color:var(--bad);color:var(--bad)}
.about dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 18px;font-size:14px;margin:0 0 18px}
.about dt{color:var(--muted)}
.about dd{margin:0}
.about ul{margin:0;padding-left:18px;font-size:14px}
footer{margin-top:36px;border-top:1px solid var(--line);padding-top:12px;color:var(--muted);font-size:13px}
a{color:var(--accent)}
@media (max-width:640px){
main{padding:12px 14px 32px}
header{padding:20px;flex-direction:column-reverse}
header h1{font-size:24px}
header .period span{display:block;margin:2px 0 0}
.tiles{grid-template-columns:1fr}
.pair{grid-template-columns:1fr}
.wide{display:none}
.narrow{display:block}
.about dl{grid-template-columns:1fr}
.about dd{margin-bottom:8px}
th,td{padding:6px 8px}
}
@media print{
:root{${light()};--page:#fff}
main{max-width:none;padding:0}
section,tr,.tile{break-inside:avoid}
.page-break{break-before:page}
header,.meter i,.tile,th,svg *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
@page{size:A4;margin:16mm}
}
`;
