/** Reports for people only, as mail servers without a part for machines write them; made up by us. */

type Options = { body: string; from?: string; subject?: string; headers?: string[] };

/** A report in plain words. */
export function plainReport({ body, from, subject, headers = [] }: Options): Buffer {
  return Buffer.from(
    [
      `From: ${from ?? "MAILER-DAEMON@mx.example.net"}`,
      "To: bounces@sheaf.test",
      `Subject: ${subject ?? "failure notice"}`,
      ...headers,
      "Content-Type: text/plain; charset=utf-8",
      "",
      body,
      "",
    ].join("\n"),
  );
}

const copy =
  "--- The copy of the message follows ---\n\nReturn-Path: <x@sheaf.test>\nSubject: 552 mailbox full\n";

/** Each says that nobody is there. */
export const plainReports = {
  qmail: plainReport({
    body: `This is the qmail-send program.\nI could not deliver your message. This is final.\n
<anna@example.org>:\nSorry, no mailbox here by that name. (#5.1.1)\n
--- Below this line is a copy of the message.\n\nReturn-Path: <x@sheaf.test>\n`,
  }),
  Exim: plainReport({
    subject: "Mail delivery failed",
    headers: ["X-Failed-Recipients: anna@example.org", "Auto-Submitted: auto-replied"],
    body: `A message of yours could not be delivered. This is a permanent error.\n
  anna@example.org
    SMTP error from remote mail server after RCPT TO:<anna@example.org>:
    host mx.example.org [192.0.2.5]: 550 User unknown\n
------ This is a copy of the message, including all the headers. ------\n\n${copy}`,
  }),
  Exchange: plainReport({
    from: "System Administrator <postmaster@example.org>",
    subject: "Undeliverable: News",
    body: `Your message did not reach some of its recipients.\n
      To:\tanna@example.org\n      Subject:\tWhat our spam policy is\n      Sent:\t11/29/26 11:34:45 PM\n
These could not be reached:\n
      anna@example.org on 11/29/26 11:34:45 PM\n            Recipient Not Found\n            MSEXCH:IMC:A:B:C\n`,
  }),
  "Exchange 2007": plainReport({
    from: "postmaster@example.org",
    subject: "Undeliverable: News",
    body: `Delivery has failed to this recipient.\n\nanna@example.org
550 5.1.1 RESOLVER.ADR.RecipNotFound; not found\n\nOriginal message headers:\n\nReceived: from mx.sheaf.test\n`,
  }),
  GMX: plainReport({
    from: "mailer-daemon@gmx.example",
    subject: "Mail delivery failed: returning message to sender",
    body: `Your message could not be delivered. This is a permanent error.\n
"anna@example.org":\nSMTP error from remote server after RCPT command:\nhost: mx.example.org
5.1.1 <anna@example.org>... User Unknown\n
--- The header of the original message is following. ---\n\nReceived: from [192.0.2.135]\n`,
  }),
  Zoho: plainReport({
    from: "mailer-daemon@mail.zoho.example",
    subject: "Undelivered Mail Returned to Sender",
    body: `Your message could not be delivered. This is a permanent error.\n
anna@example.org Invalid Address, ERROR_CODE :550, ERROR_CODE :mailbox unavailable\n
Received:from mx.sheaf.test by mx.zoho.example\n`,
  }),
  "mail.ru": plainReport({
    from: "mailer-daemon@corp.mail.example",
    subject: "=?UTF-8?B?0J3QtdC00L7RgdGC0LDQstC70LXQvdC90L7QtQ==?=",
    headers: ["Auto-Submitted: auto-replied"],
    body: `Ваше письмо не доставлено получателю:\n\n  anna@example.org
    SMTP error from remote mail server after RCPT TO:<anna@example.org>:
    host mx.example.org [192.0.2.222]: 550 5.1.1 <anna@example.org>... User Unknown\n
**********************\n\n------ This is a copy of the message, including all the headers. ------\n\n${copy}`,
  }),
  "a page of HTML": Buffer.from(
    [
      "From: postmaster@example.org",
      "To: bounces@sheaf.test",
      "Subject: Undeliverable",
      "Content-Type: text/html; charset=utf-8",
      "",
      "<html><body><p>Not delivered:</p><p>&lt;anna@example.org&gt;<br>550 5.1.1 User unknown</p></body></html>",
    ].join("\n"),
  ),
};

/** Somebody forwards a mail as an attachment. */
export function forwardedMail(inside: Buffer): Buffer {
  const before = [
    "From: Postmaster of the office <it@example.org>",
    "To: bounces@sheaf.test",
    "Subject: Fwd: Undelivered",
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="around"',
    "",
    "--around",
    "Content-Type: text/plain",
    "",
    "For your information.",
    "--around",
    "Content-Type: message/rfc822",
    "",
    "",
  ].join("\r\n");
  return Buffer.concat([Buffer.from(before), inside, Buffer.from("\r\n--around--\r\n")]);
}
