import { mendMixedScripts } from "./mixed-scripts.ts";

/** Domains of large providers, also those that are one letter from another: what is on the list is never doubted. */
const known = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com rocketmail.com
  icloud.com me.com mac.com
  aol.com mail.com email.com gmx.com gmx.de gmx.net gmx.at gmx.ch gmx.fr web.de t-online.de freenet.de
  posteo.de mailbox.org
  proton.me protonmail.com pm.me fastmail.com zoho.com yandex.com yandex.ru ya.ru mail.ru tutanota.com tuta.io
  tuta.com
  outlook.fr hotmail.fr live.fr yahoo.fr orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr
  outlook.es hotmail.es yahoo.es telefonica.net outlook.de hotmail.de live.de yahoo.de
  outlook.it hotmail.it live.it yahoo.it libero.it virgilio.it tiscali.it alice.it
  outlook.com.br hotmail.com.br yahoo.com.br uol.com.br bol.com.br terra.com.br ig.com.br globo.com
  outlook.co.th hotmail.co.th yahoo.co.th yahoo.com.ph yahoo.com.mx hotmail.com.mx yahoo.com.ar yahoo.co.in yahoo.in
  outlook.jp hotmail.co.jp yahoo.co.jp docomo.ne.jp ezweb.ne.jp softbank.ne.jp naver.com daum.net hanmail.net
  qq.com 163.com
  hotmail.co.uk live.co.uk yahoo.co.uk btinternet.com sky.com virginmedia.com talktalk.net ntlworld.com
  yahoo.ca hotmail.ca live.ca rogers.com shaw.ca bell.net sympatico.ca telus.net
  yahoo.com.au hotmail.com.au live.com.au outlook.com.au bigpond.com optusnet.com.au
  hotmail.nl live.nl outlook.nl ziggo.nl kpnmail.nl planet.nl hetnet.nl xs4all.nl
  hotmail.se live.se outlook.se telia.com comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net
  charter.net menara.ma`
    .split(/\s+/)
    .filter(Boolean),
);

/** Endings that are none, but the slip of a finger for one. */
const slips: Readonly<Record<string, string>> = {
  con: "com",
  cmo: "com",
  ocm: "com",
  comm: "com",
  coom: "com",
  cim: "com",
  cpm: "com",
  vom: "com",
  xom: "com",
  ogr: "org",
  orgg: "org",
  nte: "net",
  ner: "net",
};

/** Shorter ones have real neighbours: every two letters before a dot are a domain of somebody. */
const shortest = 8;

/**
 * What a mistyped address was probably meant to be: a large provider's domain with one slip, or letters of another
 * alphabet; undefined for the others. It is a question to ask, never a reason to refuse.
 */
export function suggestEmail(address: string): string | undefined {
  const at = address.lastIndexOf("@");
  const typed = address.slice(at + 1).toLowerCase();
  if (at < 1) return undefined;
  const mended = mendMixedScripts(address) ?? address;
  // Nearly every address ends here.
  if (mended === address && known.has(typed)) return undefined;
  const domain = mendDomain(mended.slice(mended.lastIndexOf("@") + 1).toLowerCase());
  const meant = `${mended.slice(0, mended.lastIndexOf("@"))}@${domain}`;
  return meant.toLowerCase() === address.toLowerCase() ? undefined : meant;
}

function mendDomain(typed: string): string {
  const dot = typed.lastIndexOf(".");
  const ending = typed.slice(dot + 1);
  const domain = Object.hasOwn(slips, ending) ? `${typed.slice(0, dot)}.${slips[ending]}` : typed;
  if (known.has(domain)) return domain;
  return [...known].find((each) => each.length >= shortest && isOneSlip(domain, each)) ?? domain;
}

/** Whether one letter too many, one too few, another one, or two swapped make the difference. */
function isOneSlip(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1 || one === other) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const [a, b] = [one.slice(start), other.slice(start)];
  if (a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1)) return true;
  return a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
}
