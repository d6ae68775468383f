/** Reports as mail servers write them, put together by us from the structure that RFC 3464 and RFC 5965 describe. */

/** What a delivery status notification says of one recipient. */
export type ToldOfRecipient = {
  action?: string | undefined;
  status?: string | undefined;
  diagnosis?: string | undefined;
};

type Options = {
  /** The return address that it is sent to. */
  to?: string;
  recipients?: ToldOfRecipient[];
  /** Instead of the fields of the recipients. */
  statusPart?: string;
  type?: string;
  /** Follows as the mail that came back. */
  returned?: string;
};

const gone: ToldOfRecipient = {
  action: "failed",
  status: "5.1.1",
  diagnosis: "smtp; 550 5.1.1 <anna@example.org>: Recipient address rejected: User unknown",
};

function mail(lines: string[]): Buffer {
  return Buffer.from(lines.join("\r\n"), "latin1");
}

/** A delivery status notification. */
export function bounceReport(options: Options = {}): Buffer {
  const { to = "bounces@sheaf.test", recipients = [gone], type = "message/delivery-status" } = options;
  const statusPart =
    options.statusPart ??
    [
      "Reporting-MTA: dns; mx.example.org\r\nArrival-Date: Wed, 25 Nov 2026 10:00:00 +0000\r\n",
      ...recipients.map(({ action, status, diagnosis }) =>
        [
          "Final-Recipient: rfc822; anna@example.org",
          ...(action === undefined ? [] : [`Action: ${action}`]),
          ...(status === undefined ? [] : [`Status: ${status}`]),
          ...(diagnosis === undefined ? [] : [`Diagnostic-Code: ${diagnosis}`]),
          "",
        ].join("\r\n"),
      ),
    ].join("\r\n");
  return mail([
    "Return-Path: <>",
    "From: Mail Delivery System <MAILER-DAEMON@mx.example.org>",
    `To: ${to}`,
    "Subject: Undelivered Mail Returned to Sender",
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="apart"',
    "",
    "--apart",
    "Content-Type: text/plain; charset=us-ascii",
    "",
    "This is the mail system. Your message could not be delivered.",
    "",
    "--apart",
    `Content-Type: ${type}`,
    "",
    statusPart,
    "--apart",
    "Content-Type: message/rfc822",
    "",
    options.returned ??
      "From: no-reply@sheaf.test\r\nTo: anna@example.org\r\nSubject: Please confirm\r\n\r\nHello.",
    "--apart--",
    "",
  ]);
}

/** A complaint as providers send it; our return address stands only in what it quotes. */
export function complaintReport(returnTo: string, type = "abuse", multipart = "multipart/report"): Buffer {
  return mail([
    "From: <fbl@provider.example>",
    "To: <complaints@sheaf.test>",
    "Subject: FW: News of the campaign",
    "MIME-Version: 1.0",
    `Content-Type: ${multipart}; report-type=feedback-report; boundary="apart"`,
    "",
    "--apart",
    "Content-Type: text/plain",
    "",
    "This is an e-mail abuse report.",
    "--apart",
    "Content-Type: message/feedback-report",
    "",
    `Feedback-Type: ${type}`,
    "User-Agent: SomeGenerator/1.0",
    "Version: 1",
    `Original-Mail-From: <${returnTo}>`,
    "Original-Rcpt-To: <anna@example.org>",
    "Source-IP: 192.0.2.1",
    "",
    "--apart",
    "Content-Type: message/rfc822",
    "",
    "From: <no-reply@sheaf.test>",
    "To: <anna@example.org>",
    "Subject: News of the campaign",
    "",
    "Hello.",
    "--apart--",
    "",
  ]);
}

/** A complaint as Microsoft sends it: the mail itself, our return address only in its check of the sender. */
export function microsoftComplaint(returnTo: string): Buffer {
  return mail([
    "From: staff@provider.example",
    "To: complaints@sheaf.test",
    "Subject: about your message",
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="apart"',
    "",
    "--apart",
    "Content-Type: message/rfc822",
    "Content-Disposition: inline",
    "",
    "X-HmXmrOriginalRecipient: anna@example.org",
    "Authentication-Results: provider.example; spf=pass (sender IP is 192.0.2.1)",
    ` smtp.mailfrom=${returnTo}; dkim=pass header.d=sheaf.test`,
    "From: <no-reply@sheaf.test>",
    "To: <anna@example.org>",
    "Subject: News of the campaign",
    "",
    "Hello.",
    "--apart--",
    "",
  ]);
}

/** Somebody is away, and her program says so. */
export function answer(to: string): Buffer {
  return mail([
    "From: Anna <anna@example.org>",
    `To: ${to}`,
    "Subject: Out of office: News",
    "Auto-Submitted: auto-replied",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "I am away. Action: failed. Status: 5.1.1",
    "",
  ]);
}
