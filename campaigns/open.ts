import mongoose, { type Connection, type Model } from "mongoose";
import { accountModel } from "./accounts/account.model.ts";
import { sessionModel } from "./accounts/session.model.ts";
import { ticketModel } from "./accounts/ticket.model.ts";
import { auditEntryModel } from "./audit/entry.model.ts";
import { auditHeadModel } from "./audit/head.model.ts";
import { bundleRequestModel } from "./bundles/bundle-request.model.ts";
import { snapshotWindowModel } from "./bundles/snapshot-window.model.ts";
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
import { readBouncePattern } from "./mail/verp.ts";
import { organisationModel } from "./organisations/organisation.model.ts";
import { letterModel } from "./outbox/letter.model.ts";
import { campaignModel } from "./petitions/campaign.model.ts";
import { contactModel } from "./petitions/contacts/contact.model.ts";
import { draftModel } from "./petitions/drafts/draft.model.ts";
import { petitionModel } from "./petitions/petition.model.ts";
import { shareCountModel } from "./petitions/sharing/share-count.model.ts";
import { sourceCodeModel } from "./petitions/source-codes/source-code.model.ts";
import type { Config } from "./platform/config.ts";
import { followDatabaseClock } from "./platform/database-clock.ts";
import { DomainError } from "./platform/errors.ts";
import { openJobQueue } from "./platform/jobs/job-queue.ts";
import { sweepNoteModel } from "./platform/jobs/sweep-note.model.ts";
import { limitTransactions } from "./platform/limit-transactions.ts";
import { type Log, noLog } from "./platform/log.ts";
import { openConnection } from "./platform/open-connection.ts";
import { openRedis, type RedisClient } from "./platform/open-redis.ts";
import { prepareDatabase } from "./platform/prepare-database.ts";
import { openCheckedKeys } from "./platform/sealing/check-keys.ts";
import { followKeyFile } from "./platform/sealing/follow-key-file.ts";
import { keyCheckModel } from "./platform/sealing/key-check.model.ts";
import { webhookTokenModel } from "./returned-mail/webhook-token.model.ts";
import { pendingModel } from "./signing/confirmation/pending.model.ts";
import { signatureModel } from "./signing/roll/signature.model.ts";
import { sheetModel } from "./signing/sheets/sheet.model.ts";
import { createSheetWriter } from "./signing/sheets/sheet-writer.ts";
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
    logs: driver(logModel(connection)),
    logTiles: driver(tileModel(connection)),
    checkpoints: driver(checkpointModel(connection)),
    witnesses: driver(witnessModel(connection)),
    letters: driver(letterModel(connection)),
    mailboxes: driver(mailboxModel(connection)),
    enquiries: driver(enquiryModel(connection)),
    suppressions: driver(suppressionModel(connection)),
    accounts: driver(accountModel(connection)),
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
    updates: updateModel(connection),
    dispatches: driver(dispatchModel(connection)),
    dispatchRanges: driver(dispatchRangeModel(connection)),
    providerShares: driver(providerShareModel(connection)),
    pictures: driver(pictureModel(connection)),
    milestoneSwitches: driver(milestoneSwitchModel(connection)),
    close: () => connection.close(),
  };
}

/** Open deps, and how to close them. */
export type OpenDeps = {
  deps: Deps;
  /** Fails at once while Redis is away: nothing that a signer waits for may wait for Redis. */
  redis: RedisClient;
  /** What keeps this process from using a changed key file; undefined while all is well. */
  keyFileProblem(): string | undefined;
  close(): Promise<void>;
};

type Settings = Pick<
  Config,
  "MONGODB_URI" | "REDIS_URL" | "SHEAF_KEYS" | "SHEAF_PUBLIC_URL" | "SHEAF_BOUNCE_ADDRESS"
>;

/**
 * Connects to MongoDB and Redis and opens the keys. Redis may be unavailable, the others must not be.
 * @throws DomainError `database-unavailable`, `keys-lost` or `configuration`.
 */
export async function openDeps(settings: Settings, log: Log = noLog): Promise<OpenDeps> {
  const database = await openDatabase(settings.MONGODB_URI);
  try {
    return await openWith(database, settings, log);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openWith(database: Database, settings: Settings, log: Log): Promise<OpenDeps> {
  await prepareDatabase(database);
  const keys = await openCheckedKeys({ database }, settings.SHEAF_KEYS);
  const clock = await followDatabaseClock(database.connection);
  const { now } = clock;
  const lack = await limitTransactions(database.connection);
  if (lack) log.warn(lack);
  const keyFile = followKeyFile(settings.SHEAF_KEYS, keys, log);
  const redis = openRedis(settings.REDIS_URL, "fails");
  const jobs = openJobQueue(redis);
  const deps: Deps = {
    database,
    keys,
    jobs,
    sheets: createSheetWriter({ database, keys, jobs, now }),
    publicUrl: settings.SHEAF_PUBLIC_URL,
    bounces: settings.SHEAF_BOUNCE_ADDRESS ? readBouncePattern(settings.SHEAF_BOUNCE_ADDRESS) : undefined,
    now,
  };
  return {
    deps,
    redis,
    keyFileProblem: keyFile.problem,
    close: async () => {
      keyFile.stop();
      clock.stop();
      await jobs.close();
      redis.disconnect();
      await database.close();
    },
  };
}
