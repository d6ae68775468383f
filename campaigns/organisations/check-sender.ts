import { locales } from "../platform/languages/languages.ts";
import { emailProblem } from "../texts/check-email.ts";
import { nameProblem, tidyName } from "../texts/check-name.ts";
import { checkLetters, checkPlain } from "../texts/check-texts.ts";
import type { YamlFile } from "../texts/yaml-file.ts";
import type { Sender } from "./sender.ts";

/** Signs that would end a name in a mail's header, or make an address of it. */
const breaksHeader = /["\\<>@,;:]/;

/** Mailboxes by whose very name nobody reads them. */
const unread =
  /^(?:no|do-?not|ne-?pas|non?|nao)-?_?\.?(?:reply|respond|repondre|responder)|^(?:bounces?|mailer-daemon)\b/i;

/** Lines of a signature at most. */
const mostLines = 6;

/** Reports what is wrong with how an organisation's mails are signed. */
export function checkSender(file: YamlFile, { name, replyTo, signature }: Sender): void {
  if (name !== null) {
    checkLetters(file, ["sender", "name"], name);
    if (breaksHeader.test(name) || nameProblem(name, tidyName(name)))
      file.refuse(["sender", "name"], "sender-name-unfit", { name });
  }
  if (replyTo !== null) {
    const [mailbox = ""] = replyTo.split("@");
    if (emailProblem(replyTo)) file.refuse(["sender", "replyTo"], "reply-to-unfit", {});
    else if (unread.test(mailbox)) file.refuse(["sender", "replyTo"], "reply-to-unread", {});
  }
  for (const [language, text] of Object.entries(signature)) {
    const path = ["sender", "signature", language];
    if (!locales.some((locale) => locale === language))
      file.refuse(path, "about-language-unknown", { language });
    checkPlain(file, path, text);
    if (text.split("\n").length > mostLines) file.refuse(path, "signature-long", { most: mostLines });
  }
}
