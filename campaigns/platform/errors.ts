/** What can go wrong in the domain; `server/plugins/errors.ts` maps each code to an HTTP status. */
export type ErrorCode =
  | "audit-broken"
  | "account-accepted"
  | "account-last"
  | "account-misplaced"
  | "account-refused"
  | "account-taken"
  | "bundle-exists"
  | "bundle-gone"
  | "bundle-refused"
  | "campaign-closed"
  | "campaign-unknown"
  | "catalogue-refused"
  | "configuration"
  | "country-refused"
  | "country-taken"
  | "day-unknown"
  | "draft-changed"
  | "drift"
  | "interrupted"
  | "keys-lost"
  | "keys-refused"
  | "link-expired"
  | "link-unknown"
  | "log-behind"
  | "mail-unready"
  | "not-allowed"
  | "not-found"
  | "organisation-ended"
  | "organisation-refused"
  | "petition-closed"
  | "petition-unknown"
  | "picture-refused"
  | "second-person"
  | "slug-refused"
  | "slug-taken"
  | "database-unavailable"
  | "stopping"
  | "storage-full"
  | "too-many"
  | "update-moved"
  | "update-refused"
  | "witness-refused";

/** A failure with a code and a sentence that says what to do; anything else that is thrown is a defect. */
export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What does not exist, or looks as if it did not: the same answer for a wrong address and for other people's data. */
export function notFound(): DomainError {
  return new DomainError("not-found", "There is nothing at this address.");
}
