// Package chromium drives a real browser for tests, as a person does: it finds buttons, links and fields by the role and name that the
// browser tells assistive technology, clicks and types, and reads what can be seen. Every tab is a person of its own (cookies apart), with
// or without JavaScript, in light, dark or contrast colours, on a phone or a desk.
//
// A page is loaded once and looked at in every window and in all colours. What axe does not see the probe does: in colours that the reader's
// system forces, whether a control still has an edge, an icon and text still a colour of their own, the focus still a line.
//
// It writes down every request, every refusal of the content policy and every complaint of the console, runs axe-core and html-validate,
// and knows the bars of the page gate. The code has the build tag browser; without it the package is empty. It never reaches for another
// host: a page that does is a finding.
package chromium
