import mongoose, { type Connection, type Model, type mongo } from "mongoose";
import { accountModel, type StoredAccount } from "./accounts/account.model.ts";
import { type Session, sessionModel } from "./accounts/session.model.ts";
import { type Ticket, ticketModel } from "./accounts/ticket.model.ts";
import { type AuditEntry, auditEntryModel } from "./audit/entry.model.ts";
import { type AuditHead, auditHeadModel } from "./audit/head.model.ts";
import { type BundleRequest, bundleRequestModel } from "./bundles/bundle-request.model.ts";
import { type HistoryHold, historyHoldModel } from "./bundles/history-hold.model.ts";
import { type Rotation, rotationModel } from "./key-rotation/rotation.model.ts";
import { type LetterEntry, letterModel } from "./mail/letter.model.ts";
import { type MailEvent, mailEventModel } from "./mail/mail-event.model.ts";
import { type Suppression, suppressionModel } from "./mail/suppression/suppression.model.ts";
import { type OrganisationModel, organisationModel } from "./organisations/organisation.model.ts";
import { type CampaignModel, campaignModel } from "./petitions/campaign.model.ts";
import { contactModel, type StoredContact } from "./petitions/contacts/contact.model.ts";
import { type DraftModel, draftModel } from "./petitions/drafts/draft.model.ts";
import { type PetitionModel, petitionModel } from "./petitions/petition.model.ts";
import { type ShareCount, shareCountModel } from "./petitions/sharing/share-count.model.ts";
import { type SourceCode, sourceCodeModel } from "./petitions/source-codes/source-code.model.ts";
import { DomainError } from "./platform/errors.ts";
import { type KeyCheck, keyCheckModel } from "./platform/sealing/key-check.model.ts";
import { type WebhookToken, webhookTokenModel } from "./returned-mail/webhook-token.model.ts";
import { type Pending, pendingModel } from "./signing/confirmation/pending.model.ts";
import { type Signature, signatureModel } from "./signing/roll/signature.model.ts";
import { type Sheet, sheetModel } from "./signing/sheets/sheet.model.ts";
import { type RecountNote, recountNoteModel } from "./signing/tallies/recount-note.model.ts";
import { type SourceSum, sourceSumModel } from "./signing/tallies/source-sum.model.ts";
import { type Sum, sumModel } from "./signing/tallies/sum.model.ts";
import { type Tally, tallyModel } from "./signing/tallies/tally.model.ts";
import { type Total, totalModel } from "./signing/tallies/total.model.ts";
import { type Dispatch, dispatchModel } from "./updates/dispatch.model.ts";
import { type Picture, pictureModel } from "./updates/pictures/picture.model.ts";
import { type DispatchRange, dispatchRangeModel } from "./updates/range.model.ts";
import { type MilestoneSwitch, milestoneSwitchModel } from "./updates/triggers/template.model.ts";
import { type UpdateModel, updateModel } from "./updates/update.model.ts";

/**
 * A connected database. Campaigns and petitions are small and read through Mongoose; what a signature passes through is
 * the driver's own collections, whose shape the models define and a test holds to.
 */
export type Database = {
  connection: Connection;
  campaigns: CampaignModel;
  petitions: PetitionModel;
  drafts: DraftModel;
  contacts: mongo.Collection<StoredContact>;
  shareCounts: mongo.Collection<ShareCount>;
  sourceCodes: mongo.Collection<SourceCode>;
  organisations: OrganisationModel;
  sheets: mongo.Collection<Sheet>;
  pending: mongo.Collection<Pending>;
  signatures: mongo.Collection<Signature>;
  tallies: mongo.Collection<Tally>;
  totals: mongo.Collection<Total>;
  sums: mongo.Collection<Sum>;
  sourceSums: mongo.Collection<SourceSum>;
  recounts: mongo.Collection<RecountNote>;
  letters: mongo.Collection<LetterEntry>;
  suppressions: mongo.Collection<Suppression>;
  accounts: mongo.Collection<StoredAccount>;
  sessions: mongo.Collection<Session>;
  mailEvents: mongo.Collection<MailEvent>;
  tickets: mongo.Collection<Ticket>;
  webhookTokens: mongo.Collection<WebhookToken>;
  keyChecks: mongo.Collection<KeyCheck>;
  rotations: mongo.Collection<Rotation>;
  audit: mongo.Collection<AuditEntry>;
  auditHeads: mongo.Collection<AuditHead>;
  bundleRequests: mongo.Collection<BundleRequest>;
  historyHolds: mongo.Collection<HistoryHold>;
  /** Bundles that were made and not downloaded yet, sealed. */
  bundleFiles: mongo.GridFSBucket;
  updates: UpdateModel;
  dispatches: mongo.Collection<Dispatch>;
  dispatchRanges: mongo.Collection<DispatchRange>;
  pictures: mongo.Collection<Picture>;
  milestoneSwitches: mongo.Collection<MilestoneSwitch>;
  close(): Promise<void>;
};

/** Every write is journaled on a majority before it is answered; a database that is away is noticed in two seconds. */
const connectionOptions = {
  writeConcern: { w: "majority", journal: true },
  readConcern: { level: "majority" },
  retryWrites: true,
  serverSelectionTimeoutMS: 2_000,
  connectTimeoutMS: 5_000,
  maxPoolSize: 30,
  promoteBuffers: true,
  ignoreUndefined: true,
  autoIndex: false,
  autoCreate: false,
  bufferCommands: false,
} as const;

mongoose.set({ strictQuery: "throw", sanitizeFilter: true });

/** Connects to MongoDB. @throws DomainError `storage-away` when it does not answer. */
export async function openDatabase(uri: string): Promise<Database> {
  const connection = mongoose.createConnection(uri, connectionOptions);
  // The driver reconnects by itself and each act reports its own failure.
  connection.on("error", () => undefined);
  await connection.asPromise().catch(async (cause: Error) => {
    await connection.close().catch(() => undefined);
    throw new DomainError("storage-away", `MongoDB does not answer: ${cause.message}. Check MONGODB_URI.`, {
      cause,
    });
  });
  return describe(connection);
}

function describe(connection: Connection): Database {
  const database = connection.db;
  if (!database) throw new DomainError("storage-away", "MongoDB closed the connection while it was opened.");
  const driver = <T extends object>(model: Model<T>) =>
    database.collection<T>(model.collection.collectionName);
  return {
    connection,
    campaigns: campaignModel(connection),
    petitions: petitionModel(connection),
    drafts: draftModel(connection),
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
    letters: driver(letterModel(connection)),
    suppressions: driver(suppressionModel(connection)),
    accounts: driver(accountModel(connection)),
    sessions: driver(sessionModel(connection)),
    mailEvents: driver(mailEventModel(connection)),
    tickets: driver(ticketModel(connection)),
    webhookTokens: driver(webhookTokenModel(connection)),
    keyChecks: driver(keyCheckModel(connection)),
    rotations: driver(rotationModel(connection)),
    audit: driver(auditEntryModel(connection)),
    auditHeads: driver(auditHeadModel(connection)),
    bundleRequests: driver(bundleRequestModel(connection)),
    historyHolds: driver(historyHoldModel(connection)),
    bundleFiles: new mongoose.mongo.GridFSBucket(database, {
      bucketName: "bundles",
      chunkSizeBytes: 1 << 20,
    }),
    updates: updateModel(connection),
    dispatches: driver(dispatchModel(connection)),
    dispatchRanges: driver(dispatchRangeModel(connection)),
    pictures: driver(pictureModel(connection)),
    milestoneSwitches: driver(milestoneSwitchModel(connection)),
    close: () => connection.close(),
  };
}

/**
 * Makes every collection and index that is missing, and anew what an earlier Sheaf made otherwise under the same name; run
 * before anything is written, safe to run again.
 */
export async function prepareDatabase(database: Database): Promise<void> {
  for (const model of Object.values(database.connection.models)) {
    await model.createCollection();
    await model.createIndexes().catch(async (error: unknown) => {
      if (!isOtherIndex(error)) throw error;
      const named = new Set(model.schema.indexes().map(([, { name }]) => name));
      const { toDrop } = await model.diffIndexes();
      for (const name of toDrop.filter((old) => named.has(old))) await model.collection.dropIndex(name);
      await model.createIndexes();
    });
  }
}

/** IndexOptionsConflict and IndexKeySpecsConflict: there is an index of that name, of other fields or options. */
function isOtherIndex(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && (error.code === 85 || error.code === 86);
}
