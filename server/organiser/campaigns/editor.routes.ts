import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { type Static, Type } from "typebox";
import type { Account } from "#campaigns/access/account.ts";
import type { Deps } from "#campaigns/open.ts";
import { listOrganisations } from "#campaigns/organisations/find-organisation.ts";
import { checkDraft } from "#campaigns/petitions/drafts/check-draft.ts";
import { type OpenDraft, openDraft } from "#campaigns/petitions/drafts/open-draft.ts";
import { fileOf, isListOf, type Part } from "#campaigns/petitions/drafts/passages.ts";
import { listAt, plainAt } from "#campaigns/petitions/drafts/plain.ts";
import {
  type SaveOutcome,
  type SentPassage,
  savePassages,
} from "#campaigns/petitions/drafts/save-passages.ts";
import { notFound } from "#campaigns/platform/errors.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls, petitionIn } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import type { ToolSource } from "../frame/toolbar.view.ts";
import { draftName, languagesOf, passagesIn } from "./draft-progress.ts";
import type { EditorView } from "./editor.ts";
import { editorPage } from "./editor.view.ts";
import { namePeople } from "./overview.ts";
import { inQuery, params } from "./params.ts";
import { officesOfDraft } from "./petition-names.ts";

/**
 * Enough for a text with all its fields: a long one in Thai takes nine bytes per letter in a form. Anything longer
 * is not read.
 */
const largestForm = 1_500_000;

const longestText = 1_200_000;
const sentForm = Type.Record(
  Type.String({ maxLength: 120 }),
  Type.String({ maxLength: longestText }),
  // As many as the longest page has, three for each passage.
  { maxProperties: 2_000, additionalProperties: false },
);

type Asked = { account: Account; campaign: string; petition: string | null; part: Part | undefined };

/** The page for writing and translating texts, one language next to another. */
export async function editorRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = consoleUrls.draft(":campaign", ":petition");
  const schema = { params: params.petition, querystring: inQuery };
  const config = { policy: "petitions.edit" } as const;

  pages.get(path, { config, schema }, async (request, reply) => {
    const account = accountOf(request);
    const { campaign, petition } = request.params;
    const view = await look(deps, {
      account,
      campaign,
      petition: petitionIn(petition),
      part: request.query.in,
    });
    const done = request.query.done === "saved";
    return sendConsolePage(reply, editorPage(consoleBook(account.locale), account, { ...view, done }));
  });

  pages.post(
    path,
    { config, bodyLimit: largestForm, schema: { ...schema, body: sentForm } },
    async (request, reply) => {
      const account = accountOf(request);
      const ref = {
        account,
        campaign: request.params.campaign,
        petition: petitionIn(request.params.petition),
      };
      const asked = { ...ref, part: request.query.in };
      const before = await look(deps, asked);
      const { part } = before;
      const passages = readSent(request.body);
      const { add } = request.body;
      const outcome = await savePassages(deps, {
        ...ref,
        actor: actorOf(request),
        part,
        passages,
        add: add && isListOf(part, add) ? add : undefined,
      });
      if (outcome.kind === "saved") {
        const here = consoleUrls.edit(ref.campaign, ref.petition, part);
        return redirect(reply, `${here}&done=saved${add ? "#added" : ""}`);
      }
      const view = { ...(await look(deps, asked)), ...sentView(outcome, passages) };
      return sendConsolePage(
        reply,
        editorPage(consoleBook(account.locale), account, view),
        outcome.kind === "conflict" ? 409 : 422,
      );
    },
  );
}

/** `text.<key>` and `was.<key>` for each passage; keeping the other person's text discards one's own. */
function readSent(body: Static<typeof sentForm>): Map<string, SentPassage> {
  const sent = new Map<string, SentPassage>();
  for (const [name, text] of Object.entries(body)) {
    const key = name.startsWith("text.") ? name.slice("text.".length) : null;
    if (key === null || body[`keep.${key}`] === "theirs") continue;
    sent.set(key, { text, was: body[`was.${key}`] ?? "" });
  }
  return sent;
}

function sentView(outcome: SaveOutcome, sent: ReadonlyMap<string, SentPassage>): Partial<EditorView> {
  if (outcome.kind === "conflict") return { sent, conflicts: outcome.conflicts, by: outcome.by };
  return outcome.kind === "refused" ? { sent, tooLong: outcome.tooLong } : {};
}

async function look(deps: Deps, { part: asked, ...ref }: Asked): Promise<EditorView & { part: Part }> {
  const open = await openDraft(deps, ref);
  const [first = "en", ...others] = languagesOf(open);
  const part = asked ?? first;
  if (part !== "sources" && part !== first && !others.includes(part)) throw notFound();
  const { problems } = await checkDraft(open, deps.now());
  return {
    draft: open.draft,
    offices: officesOfDraft(open, ref.account.locale),
    isPublished: open.live !== null,
    isMadeUp: open.live?.madeUp === true,
    name: draftName(open, ref.account.locale),
    part,
    first,
    languages: [first, ...others],
    passages: passagesIn(open, part),
    sources: sourcesOf(open),
    source: part === first || part === "sources" ? [] : passagesIn(open, first),
    problems: problems.filter(({ file }) => file === fileOf(part)),
    allProblems: problems,
    organisations: await listOrganisations(deps),
    people: await namePeople(deps, open.draft),
  };
}

/** The sources of a draft, or those of the campaign whose petition it is about. */
function sourcesOf({ merged }: OpenDraft): ToolSource[] {
  return listAt(merged.get("sources.yaml"), ["sources"]).flatMap((source) => {
    const [number, title, section] = ["number", "title", "section"].map((key) => plainAt(source, [key]));
    return typeof number === "number" ? [{ number, name: [title, section].filter(Boolean).join(", ") }] : [];
  });
}
