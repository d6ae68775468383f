/** What a refusal speaks of: those about the recipient first, then what lies between, then those about us. */
export const grounds = [
  "no-mailbox",
  "no-domain",
  "full",
  "closed",
  "unclear",
  "network",
  "policy",
  "reputation",
  "authentication",
  "rate",
  "sender",
  "content",
] as const;

export type Ground = (typeof grounds)[number];

const who = "(?:user|mail ?box|recipient|account|address(?:ee)?|customer|subscriber|alias|destination|rcpt)";
const gone =
  "(?:unknown|invalid|unavailable|undeliverable|unrouteable|no longer|moved|non ?existent|not (?:\\w+ )?" +
  "(?:found|exists?|known|valid|recogni[sz]ed|listed|available|here|local)|(?:does ?n.t|does not|do not) " +
  "(?:exist|have an? (?:\\S+ )?(?:account|mail ?box)))";
const none = "(?:no such|unknown(?: or illegal)?|invalid|bad|non ?existent|unable to find|cannot find|no)";
const shut =
  "(?:disabled|suspended|inactiv\\w*|deactivated|locked|frozen|blocked|expired|closed|discontinued|archived)";
const sender = "(?:\\b(?:senders?|originator|reverse path|return (?:path|address))\\b|\\bmail from ?:)";
const turnedAway = "(?:rejected|refused|denied|unknown|invalid|blocked|not \\w+|exist|verif\\w+|fail\\w*)";

/**
 * What servers say, in English and in some words of other languages, and the ground each is. The first that is found
 * counts, so what speaks of us comes first: a refusal for two reasons never makes an address dead.
 */
export const words: readonly (readonly [Ground, RegExp])[] = [
  // Exchange Online says so of recipients that its directory does not hold.
  ["no-mailbox", /5\.4\.1\b.{0,40}recipient address rejected: access denied/],
  ["policy", /\b(?:log ?in|password|credentials)\b|authentication (?:is )?(?:required|failed)/],
  ["authentication", /\b(?:spf|dkim|dmarc|domainkeys)\b|sender policy framework|(?:not|un) ?authenticated/],
  ["authentication", /authentication (?:check|result)|\bis not allowed to send\b|\b(?:ptr|rdns|helo|ehlo)\b/],
  ["authentication", /reverse dns|client host rejected: cannot find/],
  [
    "reputation",
    /(?:black|block|deny) ?list|\b(?:[dr]n?s?bl|spamhaus|spamcop|sorbs|uceprotect)\b|reputation/,
  ],
  ["sender", new RegExp(`${sender}.{0,40}\\b${turnedAway}\\b`)],
  ["sender", /\b(?:bad|invalid|unknown|verify|reject\w*|block\w*|refus\w*) (?:the )?(?:sender|return path)/],
  ["sender", /absender|exp[ée]diteur|remitente|remetente|mittente|отправител|发件人|送信者/],
  ["reputation", /\bblocked (?:by|using|for|due|because)\b|spam|\bjunk\b|unsolicited|\bbulk\b|phish/],
  ["reputation", /\b(?:ip|client|host|network)\b.{0,40}\b(?:blocked|banned|listed)\b|\bcomplaints\b/],
  ["rate", /\brate\b.{0,20}(?:limit|exceed|control|prevents)|throttl|gr[ae]y ?list|frequency|slow down/],
  ["rate", /too (?:many (?!hops)|fast|quick|frequent)|(?:sending|daily|hourly|connection) (?:quota|limit)/],
  [
    "full",
    /\bquota\b|\bno (?:more )?space\b|(?:insufficient|not enough) (?:disk |storage )?(?:space|storage)/,
  ],
  ["full", new RegExp(`\\b(?:${who}|inbox|maildir|storage)\\b.{0,30}\\b(?:full|over|exceed\\w*)\\b`)],
  ["content", /virus|malware|malicious|infected|trojan|content (?:\w+ )?(?:rejected|denied|refused)/],
  ["content", /too (?:large|big|long)|size (?:limit|exceed)|\b(?:headers?|mime|attachments?)\b/],
  ["policy", /\bpolic(?:y|ies)\b|access denied|prohibited|security reasons|not (?:permitted|authori[sz]ed)/],
  ["policy", /not allowed|relay(?:ing)? (?:access )?(?:denied|is|not)|unable to relay/],
  ["policy", /message (?:was |is )?(?:rejected|refused|blocked)/],
  ["closed", new RegExp(`\\b${who}\\b.{0,40}\\b${shut}\\b|\\b${shut} ${who}\\b|\\bnot active\\b`)],
  ["network", /malformed|unexpected name server|not found,? try again|server ?fail|try again later/],
  ["network", /time(?:d|s)? ?out|unreachable|no route to host|\bloops?\b|too many hops|delivery time/],
  [
    "network",
    /connection (?:refused|reset|lost|closed|dropped)|(?:message|delivery|retry)\b.{0,30}\bexpired/,
  ],
  ["network", /system (?:storage|full|error|resources)|internal (?:server )?error/],
  ["no-mailbox", new RegExp(`\\b${who}\\b.{0,60}?\\b${gone}|\\b${none} (?:\\w+ )?${who}\\b`)],
  ["no-mailbox", /recip(?:ient)?notfound|mail ?box here by that name/],
  [
    "no-mailbox",
    /existiert nicht|unbekannt|inconnue?\b|invalide|n.existe pas|no existe|desconocid|n[ãa]o existe/,
  ],
  ["no-mailbox", /non esiste|sconosciut|не существует|не найден|不存在|存在しません|ไม่มีผู้ใช้|غير موجود/],
  ["no-domain", /\b(?:host|domain|mx)\b.{0,40}(?:unknown|not found|not exist|does ?n.t exist|non ?existent)/],
  ["no-domain", /\b(?:unknown|no such|bad) (?:host|domain)|null ?mx|nxdomain|no (?:smtp|mail) service/],
  ["no-domain", /does not accept (?:e ?)?mail\b|lookups? failed permanently/],
];

/** Codes (RFC 3463, RFC 7372, RFC 7505 and their registry) and the ground each is; the first that fits counts. */
export const codes: readonly (readonly [Ground, RegExp])[] = [
  ["no-mailbox", /^5\.1\.(?:1|3|6)$/],
  ["no-domain", /^5\.1\.(?:2|10)$/],
  ["sender", /^\d\.1\.[78]$/],
  ["closed", /^\d\.2\.1$/],
  ["full", /^\d\.2\.2$/],
  ["content", /^\d\.(?:2\.3|3\.4|6\.\d+)$/],
  ["authentication", /^\d\.7\.2[0-7]$/],
  ["rate", /^\d\.7\.28$/],
  ["policy", /^\d\.7\.\d+$/],
  ["network", /^\d\.[34]\.\d+$/],
];
