import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import mongoose from "mongoose";

/** A command as it went over the wire, with the documents that go beside it. */
export type WireCommand = Record<string, unknown> & { $db?: string };

/** A wire to MongoDB that a test listens to and cuts. */
export type MongoProxy = {
  /** The database's address through the proxy. */
  uri: string;
  /** What went over the wire since the last `forget`, without the driver's own housekeeping. */
  commands: WireCommand[];
  forget(): void;
  /** MongoDB does the next commands of this name, and the connection breaks before the answer arrives. */
  loseAnswers(name: string, times: number): void;
  /** Keeps answers of commands of this name back until the returned function is called. */
  holdAnswers(name: string): () => void;
  /** From now on nothing gets through, until `restore`. */
  cut(): void;
  restore(): void;
  stop(): Promise<void>;
};

const messageHead = 16;
const opMsg = 2013;
const housekeeping = new Set(["hello", "ismaster", "isMaster", "endSessions", "saslStart", "ping"]);

/** Puts a wire between a driver and MongoDB. */
export async function startMongoProxy(mongodbUri: string): Promise<MongoProxy> {
  const target = new URL(mongodbUri);
  const commands: WireCommand[] = [];
  const lost = new Map<string, number>();
  const held = new Map<string, (() => void)[]>();
  const sockets = new Set<Socket>();
  let isCut = false;

  const server = createServer((client) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(target.port), target.hostname);
    const doomed = new Set<number>();
    const waiting = new Map<number, string>();
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    readMessages(client, (message) => {
      const command = readCommand(message);
      const name = Object.keys(command)[0] ?? "";
      if (!housekeeping.has(name)) commands.push(command);
      const id = message.readInt32LE(4);
      const times = lost.get(name) ?? 0;
      if (times > 0) {
        lost.set(name, times - 1);
        doomed.add(id);
      } else if (held.has(name)) waiting.set(id, name);
      upstream.write(message);
    });
    readMessages(upstream, (message) => {
      const answered = message.readInt32LE(8);
      const queue = held.get(waiting.get(answered) ?? "");
      if (doomed.has(answered)) client.destroy();
      else if (queue) queue.push(() => client.write(message));
      else client.write(message);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const dropAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    uri: `mongodb://127.0.0.1:${portOf(server.address())}${target.pathname}?directConnection=true`,
    commands,
    forget: () => void commands.splice(0),
    loseAnswers: (name, times) => void lost.set(name, times),
    holdAnswers(name) {
      const queue: (() => void)[] = [];
      held.set(name, queue);
      return () => {
        held.delete(name);
        for (const send of queue) send();
      };
    },
    cut() {
      isCut = true;
      dropAll();
    },
    restore() {
      isCut = false;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        dropAll();
      }),
  };
}

function readMessages(socket: Socket, heard: (message: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= messageHead && rest.length >= rest.readInt32LE(0)) {
      const length = rest.readInt32LE(0);
      heard(Buffer.from(rest.subarray(0, length)));
      rest = rest.subarray(length);
    }
  });
}

/** The body of an OP_MSG; documents sent beside it stand under the name of their list. */
function readCommand(message: Buffer): WireCommand {
  if (message.readInt32LE(12) !== opMsg) return {};
  const command: WireCommand = {};
  const lists: WireCommand = {};
  let at = messageHead + 4;
  while (at < message.length) {
    const kind = message.readUInt8(at);
    const size = message.readInt32LE(at + 1);
    const end = at + 1 + size;
    if (kind === 0) Object.assign(command, readDocument(message.subarray(at + 1, end)));
    else Object.assign(lists, readList(message.subarray(at + 5, end)));
    at = end;
  }
  return { ...command, ...lists };
}

function readList(section: Buffer): Record<string, unknown> {
  const nameEnd = section.indexOf(0);
  const documents: unknown[] = [];
  for (let at = nameEnd + 1; at < section.length; at += section.readInt32LE(at)) {
    documents.push(readDocument(section.subarray(at, at + section.readInt32LE(at))));
  }
  return { [section.toString("utf8", 0, nameEnd)]: documents };
}

function readDocument(bytes: Buffer): Record<string, unknown> {
  return mongoose.mongo.BSON.deserialize(bytes, { promoteBuffers: true });
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new TypeError("The proxy has no port.");
  return address.port;
}
