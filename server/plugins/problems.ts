import { asDomainError } from "#campaigns/platform/database-failure.ts";
import { DomainError, type ErrorCode } from "#campaigns/platform/errors.ts";

/** A request that can't be fulfilled, as RFC 9457 problem details and pages show it. */
export type Problem = {
  status: number;
  /** Stable, for programs. */
  code: string;
  title: string;
  detail: string;
  /** Seconds after which trying again makes sense. */
  retryAfter?: number;
  errors?: { field: string; message: string }[];
};

/** The HTTP status of each domain error, and its title. */
const statuses = {
  "audit-broken": [500, "The audit trail is broken"],
  "account-accepted": [409, "The invitation was accepted"],
  "account-last": [409, "The secretariat needs an account"],
  "account-misplaced": [409, "The role belongs to another organisation"],
  "account-refused": [409, "The account can't be changed so"],
  "account-taken": [409, "The mailbox has an account"],
  "bundle-exists": [409, "The bundle exists"],
  "bundle-gone": [410, "The bundle is gone"],
  "bundle-refused": [409, "The bundle can't be made"],
  "campaign-closed": [409, "The campaign takes no signatures"],
  "campaign-unknown": [404, "No such campaign"],
  "catalogue-refused": [422, "The catalogue has mistakes"],
  configuration: [500, "A setting is wrong"],
  "country-refused": [422, "Not a country"],
  "country-taken": [422, "The country has a petition"],
  "draft-changed": [409, "It was changed meanwhile"],
  drift: [500, "Roll and tallies disagree"],
  interrupted: [503, "It was interrupted"],
  "keys-lost": [500, "A key is missing"],
  "keys-refused": [409, "The keys stay as they are"],
  "link-expired": [410, "The link has expired"],
  "link-unknown": [404, "No such link"],
  "log-behind": [500, "The log is behind what was published"],
  "mail-unready": [409, "Mail is not set up"],
  "not-allowed": [403, "Not allowed"],
  "not-found": [404, "Not found"],
  "organisation-ended": [409, "The organisation has left"],
  "organisation-refused": [422, "Not an organisation to choose"],
  "petition-closed": [409, "The petition takes no signatures"],
  "petition-unknown": [404, "No such petition"],
  "picture-refused": [422, "The picture can't be taken"],
  "second-person": [403, "A second person has to approve it"],
  "day-unknown": [422, "There is no such day"],
  "slug-refused": [422, "The name can't stand in addresses"],
  "slug-taken": [422, "The name is taken"],
  "database-unavailable": [503, "The database is away"],
  stopping: [503, "The server is being stopped"],
  "storage-full": [503, "The database is full"],
  "too-many": [429, "Too many at once"],
  "update-moved": [409, "The update has moved on"],
  "update-refused": [422, "The update can't be taken"],
  "witness-refused": [422, "Not signed by a witness"],
} as const satisfies Record<ErrorCode, readonly [number, string]>;

const waits: Partial<Record<ErrorCode, number>> = {
  "database-unavailable": 5,
  stopping: 1,
  "storage-full": 60,
  "too-many": 60,
};

/** Turns whatever was thrown into a reply; unexpected errors reveal nothing about internals. */
export function toProblem(thrown: unknown): Problem {
  const error = asDomainError(thrown);
  if (error instanceof DomainError) return domainProblem(error);
  const status = statusOf(error);
  const errors = validationErrors(error);
  if (status < 500 && error instanceof Error) {
    const detail = errors ? "Some fields can't be taken; each is listed." : error.message;
    return { status, code: codeOf(error), title: titleOf(status), detail, ...(errors && { errors }) };
  }
  const detail = "This is our fault and has been noted. Try again in a moment.";
  return { status: 500, code: "defect", title: "Something went wrong", detail };
}

function domainProblem(error: DomainError): Problem {
  const [status, title] = statuses[error.code];
  const retryAfter = waits[error.code];
  return { status, code: error.code, title, detail: error.message, ...(retryAfter && { retryAfter }) };
}

function statusOf(error: unknown): number {
  const status = propertyOf(error, "statusCode");
  return typeof status === "number" && status >= 400 ? status : 500;
}

function codeOf(error: Error): string {
  const code = propertyOf(error, "code");
  return typeof code === "string"
    ? code
        .toLowerCase()
        .replace(/^fst_err_/, "")
        .replaceAll("_", "-")
    : "refused";
}

function titleOf(status: number): string {
  const titles: Record<number, string> = {
    400: "Not understood",
    401: "Sign in first",
    403: "Not allowed",
    404: "Not found",
    405: "Not here",
    413: "Too large",
    415: "Not this type",
    429: "Too many at once",
  };
  return titles[status] ?? "Refused";
}

/** What the schema refused, by field, without repeating what was sent. */
function validationErrors(error: unknown): { field: string; message: string }[] | undefined {
  const validation = propertyOf(error, "validation");
  if (!Array.isArray(validation)) return undefined;
  return validation.map((entry: unknown) => {
    const params = propertyOf(entry, "params");
    const named = propertyOf(params, "missingProperty") ?? propertyOf(params, "additionalProperty") ?? "";
    const path = String(propertyOf(entry, "instancePath") ?? "")
      .replaceAll("/", ".")
      .slice(1);
    const field = [path, String(named)].filter(Boolean).join(".");
    return { field: field.slice(0, 80), message: String(propertyOf(entry, "message") ?? "can't be taken") };
  });
}

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
