import mongoose, { type Connection, type Model } from "mongoose";
import { accountModel } from "./accounts/account.model.ts";
import { sessionModel } from "./accounts/session.model.ts";
import { ticketModel } from "./accounts/ticket.model.ts";
import { approvalModel } from "./approvals/approval.model.ts";
import { auditEntryModel } from "./audit/entry.model.ts";
import { auditHeadModel } from "./audit/head.model.ts";
import { bundleRequestModel } from "./bundles/bundle-request.model.ts";
import { snapshotWindowModel } from "./bundles/snapshot-window.model.ts";
import { handoverModel } from "./handovers/handover.model.ts";
import type { Deps as AllDeps, Database as Described } from "./key-rotation/deps.ts";
import { rotationModel } from "./key-rotation/rotation.model.ts";
import { enquiryModel } from "./letters/enquiries/enquiry.model.ts";
import { mailboxModel } from "./letters/mailbox.model.ts";
import { checkpointModel } from "./log/checkpoint.model.ts";
import { logModel } from "./log/log.model.ts";
import { tileModel } from "./log/tile.model.ts";
import { witnessModel } from "./log/witness.model.ts";
import { mailEventModel } from "./mail/mail-event.model.ts";
import { mailMarkModel } from "./mail/mail-mark.model.ts";
import { suppressionModel } from "./mail/suppression/suppression.model.ts";
import { organisationModel } from "./organisations/organisation.model.ts";
import { letterModel } from "./outbox/letter.model.ts";
import { campaignModel } from "./petitions/campaign.model.ts";
import { contactModel } from "./petitions/contacts/contact.model.ts";
import { draftModel } from "./petitions/drafts/draft.model.ts";
import { petitionWishModel } from "./petitions/drafts/petition-wish.model.ts";
import { petitionModel } from "./petitions/petition.model.ts";
import { shareCountModel } from "./petitions/sharing/share-count.model.ts";
import { sourceCodeModel } from "./petitions/source-codes/source-code.model.ts";
import { DomainError } from "./platform/errors.ts";
import { sweepNoteModel } from "./platform/jobs/sweep-note.model.ts";
import { openConnection } from "./platform/open-connection.ts";
import { keyCheckModel } from "./platform/sealing/key-check.model.ts";
import { webhookTokenModel } from "./returned-mail/webhook-token.model.ts";
import { pendingModel } from "./signing/confirmation/pending.model.ts";
import { signatureModel } from "./signing/roll/signature.model.ts";
import { sheetModel } from "./signing/sheets/sheet.model.ts";
import { recountNoteModel } from "./signing/tallies/recount-note.model.ts";
import { sourceSumModel } from "./signing/tallies/source-sum.model.ts";
import { sumModel } from "./signing/tallies/sum.model.ts";
import { tallyModel } from "./signing/tallies/tally.model.ts";
import { totalModel } from "./signing/tallies/total.model.ts";
import { dispatchModel } from "./updates/dispatch.model.ts";
import { pictureModel } from "./updates/pictures/picture.model.ts";
import { providerShareModel } from "./updates/provider-share.model.ts";
import { dispatchRangeModel } from "./updates/range.model.ts";
import { milestoneSwitchModel } from "./updates/triggers/template.model.ts";
import { updateModel } from "./updates/update.model.ts";

/**
 * A connected database. Campaigns and petitions are small and read through Mongoose; what a signature passes through
 * uses the driver's own collections, whose shape is defined by the models and checked by a test.
 */
export type Database = Described & { close(): Promise<void> };

/** What acts work with: all that the rooms need. */
export type Deps = AllDeps & { database: Database };

/** Connects to MongoDB. @throws DomainError `database-unavailable` when it does not answer. */
export async function openDatabase(uri: string): Promise<Database> {
  return describe(await openConnection(uri));
}

const bundleBucket = { bucketName: "bundles", chunkSizeBytes: 1 << 20 };

function databaseOf({ db }: Connection): NonNullable<Connection["db"]> {
  if (db) return db;
  throw new DomainError("database-unavailable", "MongoDB closed the connection while it was opened.");
}

function describe(connection: Connection): Database {
  const database = databaseOf(connection);
  const driver = <T extends object>(model: Model<T>) =>
    database.collection<T>(model.collection.collectionName);
  return {
    ...{ connection, close: () => connection.close() },
    campaigns: campaignModel(connection),
    petitions: petitionModel(connection),
    drafts: draftModel(connection),
    petitionWishes: driver(petitionWishModel(connection)),
    contacts: driver(contactModel(connection)),
    shareCounts: driver(shareCountModel(connection)),
    sourceCodes: driver(sourceCodeModel(connection)),
    organisations: organisationModel(connection),
    sheets: driver(sheetModel(connection)),
    pending: driver(pendingModel(connection)),
    signatures: driver(signatureModel(connection)),
    tallies: driver(tallyModel(connection)),
    totals: driver(totalModel(connection)),
    sums: driver(sumModel(connection)),
    sourceSums: driver(sourceSumModel(connection)),
    recounts: driver(recountNoteModel(connection)),
    ...{ logs: driver(logModel(connection)), logTiles: driver(tileModel(connection)) },
    checkpoints: driver(checkpointModel(connection)),
    witnesses: driver(witnessModel(connection)),
    letters: driver(letterModel(connection)),
    mailboxes: driver(mailboxModel(connection)),
    enquiries: driver(enquiryModel(connection)),
    suppressions: driver(suppressionModel(connection)),
    accounts: driver(accountModel(connection)),
    approvals: driver(approvalModel(connection)),
    sessions: driver(sessionModel(connection)),
    mailEvents: driver(mailEventModel(connection)),
    mailMarks: driver(mailMarkModel(connection)),
    tickets: driver(ticketModel(connection)),
    webhookTokens: driver(webhookTokenModel(connection)),
    keyChecks: driver(keyCheckModel(connection)),
    sweepNotes: driver(sweepNoteModel(connection)),
    rotations: driver(rotationModel(connection)),
    audit: driver(auditEntryModel(connection)),
    auditHeads: driver(auditHeadModel(connection)),
    bundleRequests: driver(bundleRequestModel(connection)),
    snapshotWindows: driver(snapshotWindowModel(connection)),
    bundleFiles: new mongoose.mongo.GridFSBucket(database, bundleBucket),
    handovers: driver(handoverModel(connection)),
    updates: updateModel(connection),
    dispatches: driver(dispatchModel(connection)),
    dispatchRanges: driver(dispatchRangeModel(connection)),
    providerShares: driver(providerShareModel(connection)),
    pictures: driver(pictureModel(connection)),
    milestoneSwitches: driver(milestoneSwitchModel(connection)),
  };
}
