/** Letters, the bar at the top, cards and rows, and the sign-in form. */
export const FRAME_STYLES = `
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:400 15px/1.5 Inter,"Inter Variable",system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-feature-settings:"tnum","cv05","ss03";font-variant-numeric:tabular-nums;-webkit-font-smoothing:antialiased}
h1,h2,h3,p,ul,ol,dl,dd,figure,pre{margin:0;padding:0}
ul,ol{list-style:none}
a{color:var(--accent-text)}
code{font:500 .92em/1.4 ui-monospace,"SF Mono","JetBrains Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
:focus-visible{outline:2px solid var(--accent-text);outline-offset:2px;border-radius:6px}
main:focus{outline:none}
.unseen{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:16px;top:-48px;z-index:2;background:var(--card);padding:8px 14px;border-radius:8px;border:1px solid var(--line)}
.skip:focus{top:10px}
.bar{background:var(--card);border-bottom:1px solid var(--line);position:sticky;top:0;z-index:1}
.bar-in{max-width:1328px;margin:0 auto;padding:0 32px;min-height:64px;display:flex;align-items:center;gap:12px 28px}
.brand{display:flex;align-items:center;gap:12px;margin-right:auto;min-width:0}
.brand>span{display:flex;align-items:baseline;gap:0 12px;flex-wrap:wrap;min-width:0}
.brand strong{font-size:16px;font-weight:650;letter-spacing:-.01em}
.mark{flex:none}.mark-ground{fill:#3538cd}.mark-bars{fill:#fff}
.whose{color:var(--faint);font-size:13.5px;overflow-wrap:anywhere}
.ranges{display:flex;background:var(--sunken);border:1px solid var(--line);border-radius:10px;padding:3px;gap:2px}
.ranges a{display:block;padding:5px 14px;border-radius:7px;font-size:13.5px;font-weight:500;color:var(--soft);text-decoration:none;white-space:nowrap}
.ranges a:hover{color:var(--ink)}
.ranges a[aria-current]{background:var(--raised);color:var(--ink);font-weight:600;box-shadow:0 0 0 1px var(--line),var(--shadow)}
.state{font-size:13.5px;color:var(--faint);white-space:nowrap}
#link::before{content:"";display:inline-block;width:8px;height:8px;border-radius:50%;margin-right:8px;background:var(--axis)}
#link[data-state=live]::before{background:var(--good)}
#link[data-state=lost]{color:var(--bad);font-weight:550}
#link[data-state=lost]::before{background:var(--bad)}
button{font:inherit;cursor:pointer;border-radius:8px}
.plain{border:1px solid var(--line);background:none;color:var(--soft);font-size:13.5px;font-weight:500;padding:5px 12px}
.plain:hover{color:var(--ink);border-color:var(--axis)}
main{max-width:1328px;margin:0 auto;padding:32px 32px 24px;display:grid;gap:24px;grid-template-columns:minmax(0,1fr)}
.card{background:var(--card);border:1px solid var(--line);border-radius:14px;box-shadow:var(--shadow);padding:22px 24px;min-width:0}
.card-head{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 14px;margin-bottom:16px}
h1{font-size:30px;line-height:1.15;font-weight:680;letter-spacing:-.022em}
h2{font-size:17px;line-height:1.3;font-weight:620;letter-spacing:-.012em}
.note{color:var(--faint);font-size:13.5px}
.row{display:grid;gap:24px;grid-template-columns:minmax(0,2fr) minmax(0,1fr)}
.narrow{max-width:760px;width:100%;margin:0 auto}
.failed{color:var(--soft);background:var(--bad-ground);border-radius:10px;padding:12px 14px;overflow-wrap:anywhere}
.failed strong{color:var(--bad);font-weight:600}
.nothing{color:var(--faint);padding:28px 0;text-align:center}
.foot{max-width:1328px;margin:0 auto;padding:0 32px 40px;color:var(--faint);font-size:13px}
.sign-in{min-height:100vh;place-content:center;max-width:460px;padding:32px 20px}
.sign-in .card{padding:36px}
.sign-in .brand{margin-bottom:28px}
.sign-in h1{font-size:24px;margin-bottom:8px}
.sign-in form{margin:24px 0 18px;display:grid;gap:8px}
.sign-in label{font-weight:550;font-size:14px}
.sign-in input{font:inherit;color:inherit;background:var(--card);border:1px solid var(--axis);border-radius:9px;padding:10px 12px;width:100%}
.sign-in input[aria-invalid]{border-color:var(--bad)}
.problem{color:var(--bad);font-size:14px}
.primary{margin-top:10px;border:0;background:var(--accent);color:var(--on-accent);font-weight:600;padding:11px 16px;border-radius:9px}
.primary:hover{filter:brightness(1.08)}
.lead{color:var(--soft)}
@media(max-width:1060px){.row{grid-template-columns:minmax(0,1fr)}}
@media(max-width:760px){
.bar{position:static}
.bar-in{flex-wrap:wrap;padding:14px 16px}
.bar nav{order:3;flex:1 1 100%}.ranges li{flex:1}.ranges a{text-align:center;padding:7px 6px}
.state{order:4;flex:1 1 auto;white-space:normal}.leave{order:2}
main{padding:22px 16px 16px;gap:16px}.row{gap:16px}.card{padding:18px 16px}.sign-in .card{padding:28px 22px}
h1{font-size:26px}.foot{padding:0 16px 32px}}
@media(prefers-reduced-motion:reduce){*,*::before,*::after{animation:none!important;transition:none!important}}
`;
