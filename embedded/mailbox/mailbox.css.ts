/** The mailbox's own stylesheet: system fonts, light and dark, one column that works on a phone. */
export const mailboxCss = `
:root {
  color-scheme: light dark;
  --ink: #1d2329; --quiet: #56606b; --line: #d9dee3; --paper: #fff; --ground: #f5f6f7; --link: #0b57a4
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ebee; --quiet: #a9b3bd; --line: #3a424a; --paper: #1c2125; --ground: #14181b; --link: #8cc2ff }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif }
header, main { max-width: 52rem; margin: 0 auto; padding: 1rem 1.25rem }
main { padding: 0 1.25rem 4rem }
main > p { margin: 0 }
header { padding-bottom: 0 }
header p, .quiet { color: var(--quiet); margin: 0 }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0 1rem; overflow-wrap: anywhere }
h2 { font-size: 1.0625rem; margin: 2rem 0 .5rem }
a { color: var(--link) }
a:focus-visible, summary:focus-visible, iframe:focus-visible, pre:focus-visible {
  outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px
}
.back, nav a { display: inline-block; padding: .6rem 0 }
.mails {
  list-style: none; margin: 0; padding: 0;
  background: var(--paper); border: 1px solid var(--line); border-radius: 10px
}
.mails li + li { border-top: 1px solid var(--line) }
.mails a {
  display: grid; grid-template-columns: 1fr auto; gap: .1rem 1rem; padding: .8rem 1rem; min-height: 44px;
  color: inherit; text-decoration: none
}
.mails a:hover .subject { text-decoration: underline }
.subject { font-weight: 600; grid-column: 1 / -1; overflow-wrap: anywhere }
.mails .quiet { overflow-wrap: anywhere; font-size: .9375rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0 }
dt { color: var(--quiet) }
dd { margin: 0; overflow-wrap: anywhere }
iframe, pre { width: 100%; border: 1px solid var(--line); border-radius: 10px; background: #fff; color: #1d2329 }
iframe { height: 38rem; display: block }
pre {
  margin: 0; padding: 1rem;
  font: .9375rem/1.55 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere
}
pre a { color: #0b57a4 }
summary { cursor: pointer; padding: .6rem 0; font-weight: 600 }
`;
