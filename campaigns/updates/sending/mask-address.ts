/** Providers with so many users that their name reveals nothing about one of them. */
const widelyUsed = new Set([
  "gmail.com",
  "googlemail.com",
  "outlook.com",
  "hotmail.com",
  "live.com",
  "yahoo.com",
  "icloud.com",
  "aol.com",
  "gmx.de",
  "gmx.net",
  "web.de",
  "orange.fr",
  "laposte.net",
  "proton.me",
  "protonmail.com",
  "qq.com",
  "163.com",
  "mail.ru",
]);

/** An address masked so that only its owner would recognise it: a…@gmail.com, a…@e….org. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1).toLowerCase();
  const [first = ""] = address.slice(0, Math.max(at, 0));
  const [start = ""] = domain;
  const shown = widelyUsed.has(domain) ? domain : `${start}…${domain.slice(domain.lastIndexOf("."))}`;
  return `${first}…@${shown}`;
}
