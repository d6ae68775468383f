import { unseal } from "#campaigns/platform/sealing/seal.ts";
import { type Site, slug } from "./open-site.ts";

/** Sends the form and gives the receipt with the mark that the browser keeps. */
export async function signHere(site: Site, form: Record<string, string>) {
  const reply = await site.post(`/en/c/${slug}/sign`, form);
  const receipt = String(reply.headers.location).split("/").at(-1) ?? "";
  const mark = String(reply.headers["set-cookie"]);
  return { receipt, mark, cookie: mark.split(";")[0] ?? "" };
}

/** What the only form of a page that confirms would send. */
export function fieldsOf(page: string): Record<string, string> {
  const [form = ""] = page.match(/<form method="post" action="[^"]*\/confirm\/[^"/]+"[\s\S]*?<\/form>/) ?? [];
  const inputs = [...form.matchAll(/<input (?![^>]*checkbox)[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)];
  const ticked = [...form.matchAll(/<input type="checkbox" name="([^"]+)" value="yes" checked/g)];
  const country = /<option value=(\w\w) selected>/.exec(form)?.[1] ?? "";
  return {
    ...Object.fromEntries(inputs.map(([, name = "", value = ""]) => [name, value])),
    ...Object.fromEntries(ticked.map(([, name = ""]) => [name, "yes"])),
    country,
  };
}

/** Who came onto the roll last, with what is personal. */
export async function lastSignature(site: Site) {
  const [signature] = await site.deps.database.signatures.find().sort({ at: -1, _id: 1 }).limit(1).toArray();
  if (!signature?.sealed) throw new Error("Nobody is on the roll.");
  return { ...signature, ...unseal(site.deps.keys, signature._id.subarray(0, 20), signature.sealed) };
}

/** The heading of a page. */
export const h1 = (page: string) => /<h1>([^<]+)<\/h1>/.exec(page)?.[1];
