import { createHash } from 'node:crypto';

/** The whole style of the page: light and dark by the reader's setting, one column on a phone, readable on paper. */
export const style = `
:root { color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1f24; --quiet: #4d5661; --line: #c9d1d9; --panel: #f4f6f8; --link: #0a53be;
  --bad: #a40e26; --doubt: #7a4a00; --good: #116329; --bar: #4d7fb8; --band: #f2c7cd; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #14181d; --ink: #e6eaef; --quiet: #aab4bf; --line: #3b444f; --panel: #1d232a; --link: #7db4ff;
  --bad: #ff9aa6; --doubt: #f2c46d; --good: #7ee29a; --bar: #6ea3de; --band: #5a2530; } }
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 68rem; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .25rem 0; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 0 0 .25rem; }
p { margin: .35rem 0; max-width: 50rem; }
a { color: var(--link); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; padding: 0; margin: .5rem 0; }
.quiet { color: var(--quiet); }
.mark { display: inline-block; border: 1px solid currentColor; border-radius: .25rem; padding: 0 .4rem; font-weight: 600; }
.bad { color: var(--bad); } .doubt { color: var(--doubt); } .good { color: var(--good); }
.panel, article { background: var(--panel); border: 1px solid var(--line); border-radius: .4rem; padding: .75rem; margin: .5rem 0; }
.many article { content-visibility: auto; contain-intrinsic-size: auto 22rem; }
dl { display: grid; grid-template-columns: minmax(8rem, 12rem) 1fr; gap: .15rem .75rem; margin: .5rem 0; }
dt { color: var(--quiet); } dd { margin: 0; }
pre { white-space: pre-wrap; background: var(--paper); border: 1px solid var(--line); padding: .5rem; margin: .25rem 0; font: .85rem/1.4 ui-monospace, monospace; }
code { font: .9em ui-monospace, monospace; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
caption { text-align: left; color: var(--quiet); }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid var(--line); }
th, td.own { overflow-wrap: normal; } th.any { overflow-wrap: anywhere; } .when { white-space: nowrap; } .none { color: var(--quiet); }
.glance { padding: 0 0 0 1.75rem; margin: .5rem 0 1rem; } .glance li { margin: .2rem 0; } .glance span { font-weight: 600; } .glance code { color: var(--quiet); }
figure { margin: .5rem 0; } svg { width: 100%; height: auto; }
svg text { font: 11px system-ui, sans-serif; fill: var(--ink); }
.bar { fill: var(--bar); } .axis { stroke: var(--quiet); } .band { fill: var(--band); } .fix { stroke: var(--good); stroke-width: 2; }
@media (max-width: 40rem) {
  dl { grid-template-columns: 1fr; } dt { margin-top: .35rem; }
  table, tbody, tr, td, th, caption { display: block; } thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  td, th { border: 0; padding: .1rem 0; overflow-wrap: anywhere; } td.none { display: none; } .when { white-space: normal; } svg text { font-size: 30px; } .fix-label { display: none; } tr { border-bottom: 1px solid var(--line); padding: .35rem 0; }
}
@media print {
  :root { --paper: #fff; --ink: #000; --quiet: #333; --panel: #fff; --line: #999; --link: #000; --bad: #900; --doubt: #630; --good: #050; }
  nav { display: none; } body { max-width: none; padding: 0; } article { content-visibility: visible !important; break-inside: avoid; } h2 { break-after: avoid; }
}
`;

/** Source expression for a content security policy that allows this style and nothing else. */
export const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
