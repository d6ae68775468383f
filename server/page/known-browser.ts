import { fastifyCookie } from "@fastify/cookie";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import type { Deps } from "#campaigns/open.ts";
import { day } from "#campaigns/platform/durations.ts";
import {
  type LineRef,
  linkTime,
  makeTimedToken,
  readTimedToken,
  type TimedPurpose,
} from "#campaigns/platform/sealing/line-tokens.ts";
import { sealText, unsealText } from "#campaigns/platform/sealing/seal.ts";

const typedSchema = Type.Object({
  name: Type.String(),
  email: Type.String(),
  country: Type.String(),
  postcode: Type.String(),
  petition: Type.String(),
  source: Type.Optional(Type.String()),
  consent: Type.Object({ updates: Type.Boolean(), secretariat: Type.Boolean(), unnamed: Type.Boolean() }),
});

/** What somebody typed at the form, for the browser that typed it. */
export type Typed = Static<typeof typedSchema>;

type MarkDeps = Pick<Deps, "keys" | "now" | "publicUrl">;

/** How long a browser is known to have sent the form: most follow the letter within minutes, some the next morning. */
const signedTime = day;

/** Bytes of a timed token, of what sealing adds, and by how many the mark of a browser grows. */
const tokenLength = 34;
const sealLength = 30;
const step = 300;

/**
 * Marks the browser that sent the form: a cookie that scripts can't read names the entry and holds what was typed,
 * sealed, so that the database need not be asked: the answer would tell what the mailbox's owner has done meanwhile.
 */
export function markSigned(deps: MarkDeps, reply: FastifyReply, ref: LineRef, typed: Typed): void {
  const mark = makeTimedToken(deps.keys, "signed-here", ref, later(deps, signedTime));
  const token = Buffer.from(mark, "base64url");
  const text = JSON.stringify(typed);
  // Filled up with spaces: the answer is as long for everybody whose name and address are not very long.
  const size = Math.ceil((tokenLength + sealLength + Buffer.byteLength(text)) / step) * step;
  const spaces = " ".repeat(size - tokenLength - sealLength - Buffer.byteLength(text));
  const sealed = sealText(deps.keys, token, text + spaces);
  setMark(deps, reply, "signed-here", Buffer.concat([token, sealed]).toString("base64url"), signedTime);
}

/** The entry that the asking browser made a while ago, and what was typed; undefined for any other browser. */
export function readSigned(
  deps: MarkDeps,
  request: FastifyRequest,
): { ref: LineRef; typed: Typed } | undefined {
  const bytes = Buffer.from(readMark(deps, request, "signed-here"), "base64url");
  const token = bytes.subarray(0, tokenLength);
  const ref = readRef(deps, "signed-here", token.toString("base64url"));
  if (!ref) return undefined;
  try {
    const typed: unknown = JSON.parse(unsealText(deps.keys, token, bytes.subarray(tokenLength)));
    return { ref, typed: Value.Parse(typedSchema, typed) };
  } catch {
    return undefined;
  }
}

/** Marks the browser that confirmed, for as long as a link acts that was just mailed. */
export function markConfirmed(deps: MarkDeps, reply: FastifyReply, ref: LineRef): void {
  const mark = makeTimedToken(deps.keys, "confirmed-here", ref, later(deps, linkTime));
  setMark(deps, reply, "confirmed-here", mark, linkTime);
}

/** The line that the asking browser confirmed a while ago. */
export function readConfirmed(deps: MarkDeps, request: FastifyRequest): LineRef | undefined {
  return readRef(deps, "confirmed-here", readMark(deps, request, "confirmed-here"));
}

function later({ now }: MarkDeps, time: number): Date {
  return new Date(now().getTime() + time);
}

function readRef(deps: MarkDeps, purpose: TimedPurpose, mark: string): LineRef | undefined {
  const read = readTimedToken(deps.keys, purpose, mark);
  return read && read.until > deps.now() ? read.ref : undefined;
}

function setMark(
  { publicUrl }: MarkDeps,
  reply: FastifyReply,
  mark: string,
  value: string,
  time: number,
): void {
  const secure = publicUrl.startsWith("https:");
  // Lax: she comes to the page of the confirmation from her mailbox, on another site.
  const attributes = { path: "/", httpOnly: true, secure, sameSite: "lax", maxAge: time / 1_000 } as const;
  reply.header("Set-Cookie", fastifyCookie.serialize(markName(publicUrl, mark), value, attributes));
}

function readMark({ publicUrl }: MarkDeps, { headers }: FastifyRequest, mark: string): string {
  return (headers.cookie && fastifyCookie.parse(headers.cookie)[markName(publicUrl, mark)]) || "";
}

/** Over https no other host, subdomain or path can set it. */
function markName(publicUrl: string, mark: string): string {
  return publicUrl.startsWith("https:") ? `__Host-${mark}` : mark;
}
