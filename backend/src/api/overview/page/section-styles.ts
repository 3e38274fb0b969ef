/** Findings, tiles, shares, the table of agents, the pipeline, and the first steps. */
export const SECTION_STYLES = `
.intro{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 16px}
.intro .note{font-size:14.5px}
.against::before{content:"· "}
.findings{display:grid;gap:9px}
.findings li{position:relative;padding-left:18px;color:var(--soft);max-width:124ch}
.findings li::before{content:"";position:absolute;left:0;top:.24em;bottom:.24em;width:4px;border-radius:2px;background:var(--accent)}
.findings li.good::before{background:var(--good)}.findings li.bad::before{background:var(--bad)}
.findings strong{color:var(--ink);font-weight:620}
.tiles{display:grid;gap:16px;grid-template-columns:repeat(4,minmax(0,1fr))}
.tile{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,42%);grid-template-areas:"name name" "value spark" "below below";gap:2px 12px;padding:18px 20px 16px;align-items:center}
.tile h3{grid-area:name;font-size:14px;font-weight:500;color:var(--soft)}
.value{grid-area:value;font-size:30px;line-height:1.25;font-weight:660;letter-spacing:-.025em;white-space:nowrap}
.below{grid-area:below;display:flex;flex-wrap:wrap;align-items:center;gap:4px 10px;margin-top:6px;font-size:13px;min-height:24px}
.spark-place{grid-area:spark;min-height:36px;padding-right:3px}
.was{color:var(--faint)}
.badge{display:inline-block;white-space:nowrap;font-size:12.5px;font-weight:600;line-height:1.5;padding:2px 9px;border-radius:999px;background:var(--neutral-ground);color:var(--soft)}
.badge [aria-hidden]{font-size:.82em;position:relative;top:-.05em}
.badge.good{background:var(--good-ground);color:var(--good)}
.badge.bad{background:var(--bad-ground);color:var(--bad)}
.lamp{margin-left:auto}
.pulse{display:inline-block;width:10px;height:10px;border-radius:50%;background:var(--good);margin-right:10px;vertical-align:.16em;animation:pulse 2s ease-out infinite}
@keyframes pulse{0%{box-shadow:0 0 0 0 rgb(18 183 106/.45)}70%,100%{box-shadow:0 0 0 9px rgb(18 183 106/0)}}
.shares{display:grid;gap:8px}
.shares li{display:grid;grid-template-columns:minmax(84px,31%) minmax(0,1fr) auto 54px;align-items:center;gap:10px;font-size:14px;line-height:1.35}
.share-name{overflow-wrap:anywhere;line-height:1.3}
.share-count{font-weight:600;text-align:right;min-width:34px}
.share-part{color:var(--faint);text-align:right}
.share-bar,.load{display:block}
.scroll{overflow-x:auto;margin:0 -24px -8px;padding:0 24px}
table{border-collapse:collapse;width:100%;font-size:14.5px}
thead th{font-size:12.5px;font-weight:550;color:var(--faint);text-align:right;padding:9px 14px;background:var(--sunken);white-space:nowrap}
thead th:first-child{text-align:left;border-radius:8px 0 0 8px}thead th:last-child{border-radius:0 8px 8px 0}
tbody th,td{padding:11px 14px;border-bottom:1px solid var(--grid);text-align:right;white-space:nowrap}
tbody tr:last-child>*{border-bottom:0}
tbody th{text-align:left;font-weight:400;white-space:normal;overflow-wrap:anywhere;min-width:180px}
.agent{display:block;font-weight:560;line-height:1.35}
.agent-id{display:block;font-size:12.5px;color:var(--faint)}
td:nth-child(2){font-weight:600}
td:nth-child(2)>*{display:inline-block;vertical-align:middle}
.load{margin-left:14px}
.facts{display:grid;gap:0}
.facts div{display:flex;justify-content:space-between;gap:16px;padding:8px 0;border-bottom:1px solid var(--grid);font-size:14.5px}
.facts div:first-child{padding-top:0}
.facts dt{color:var(--soft)}.facts dd{font-weight:600}
.hint{margin-top:14px;color:var(--faint);font-size:13.5px;overflow-wrap:anywhere}
.warn{color:var(--soft)}.warn strong{color:var(--second-text);font-weight:600}
.welcome{max-width:760px;width:100%;margin:24px auto 0;padding:44px 48px}
.welcome h1{font-size:27px;font-weight:680;letter-spacing:-.022em;margin:22px 0 6px}
.steps{counter-reset:step;display:grid;grid-template-columns:minmax(0,1fr);gap:30px;margin-top:34px}
.steps li{counter-increment:step;position:relative;padding-left:46px}
.steps li::before{content:counter(step);position:absolute;left:0;top:-2px;width:28px;height:28px;border-radius:50%;display:grid;place-content:center;background:var(--accent-ground);color:var(--accent-text);font-weight:650;font-size:13.5px}
.steps h2{font-size:16px;font-weight:600;letter-spacing:-.008em}
.steps p{color:var(--soft);font-size:14.5px;margin-top:2px;overflow-wrap:anywhere}
.command{position:relative;margin-top:12px}
.command pre{background:var(--sunken);border:1px solid var(--line);border-radius:10px;padding:14px 16px;overflow-x:auto;font-size:13px;line-height:1.6}
.copy{position:absolute;right:8px;top:8px;border:1px solid var(--line);background:var(--card);color:var(--soft);font-size:12.5px;font-weight:550;padding:3px 11px}
.copy:hover{color:var(--ink);border-color:var(--axis)}
@media(max-width:1060px){.tiles{grid-template-columns:repeat(2,minmax(0,1fr))}}
@media(max-width:760px){
.tiles{gap:12px}
.tile{grid-template-columns:minmax(0,1fr);grid-template-areas:"name" "value" "below" "spark";padding:14px 14px 10px;gap:2px;align-content:start;grid-template-rows:auto auto 1fr auto}
.tile h3{font-size:13px}.value{font-size:25px}.below{align-self:start;flex-direction:column;flex-wrap:nowrap;align-items:flex-start;gap:2px;font-size:12.5px}
.scroll{margin:0;padding:0}
table,tbody,tbody th,td{display:block}thead{display:none}
tbody tr{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:10px 12px;padding:14px 0;border-bottom:1px solid var(--line)}
tbody tr:first-child{padding-top:0}tbody tr:last-child{border-bottom:0;padding-bottom:0}
tbody th,td{padding:0;border:0;text-align:left;min-width:0}tbody th{grid-column:1/-1}
td::before{content:attr(data-label);display:block;font-size:12px;font-weight:400;color:var(--faint);white-space:normal;line-height:1.3}
.load{display:none!important}
.welcome{padding:28px 20px;margin-top:8px}.welcome h1{font-size:23px}
.steps li{padding-left:0}.steps li::before{position:static;margin-bottom:10px}}
`;
