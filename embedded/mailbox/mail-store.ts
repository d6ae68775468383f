import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A mail as the mailbox shows it; `at` is when it arrived (ISO 8601), header names are lower case. */
export type Mail = {
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  at: string;
};

/** A mail and the name it is stored under, which sorts by arrival. */
export type KeptMail = { id: string; mail: Mail };

/** Some mails, newest first, and the total number. */
export type MailPage = { mails: readonly KeptMail[]; total: number; older: boolean };

/** Mails per page: about three megabytes. */
const pageLength = 100;

/** The newest mails, in memory and on disk. */
export type MailStore = {
  /** The newest mails, or those older than one of them; at most a hundred. */
  page(before?: string): MailPage;
  find(id: string): Mail | undefined;
  /** Resolves when the mail is on disk. */
  add(mail: Mail): Promise<void>;
};

/** Opens the folder with the mails received so far; only the newest `limit` are kept. */
export async function openMailStore(folder: string, limit = 500): Promise<MailStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const kept = await readFolder(folder);
  let counter = 0;
  return {
    page(before) {
      const all = before === undefined ? kept : kept.filter(({ id }) => id < before);
      const mails = all.slice(-pageLength).toReversed();
      return { mails, total: kept.length, older: all.length > mails.length };
    },
    find: (id) => kept.find((one) => one.id === id)?.mail,
    async add(mail) {
      counter += 1;
      const id = `${Date.now()}-${String(counter).padStart(6, "0")}`;
      const unfinished = join(folder, `${id}.unfinished`);
      await writeFile(unfinished, JSON.stringify(mail), { mode: 0o600 });
      await rename(unfinished, join(folder, `${id}.json`));
      kept.push({ id, mail });
      const surplus = kept.splice(0, Math.max(0, kept.length - limit));
      await Promise.all(surplus.map((one) => rm(join(folder, `${one.id}.json`), { force: true })));
    },
  };
}

async function readFolder(folder: string): Promise<KeptMail[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  return Promise.all(
    names.map(async (name) => ({
      id: name.replace(/\.json$/, ""),
      mail: JSON.parse(await readFile(join(folder, name), "utf8")),
    })),
  );
}
