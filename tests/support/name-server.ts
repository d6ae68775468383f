import { createSocket } from "node:dgram";

/**
 * What a name has, by name and type; a name that is not here does not exist, and a name of `silent` is not answered.
 */
export type Zone = Record<string, { TXT?: string[]; MX?: [priority: number, host: string][] }>;

/** A name server on the loopback. */
export type NameServer = { address: string; stop(): Promise<void> };

const types: Readonly<Record<number, "TXT" | "MX">> = { 16: "TXT", 15: "MX" };

/** Starts a server that answers from a zone, which tests may change meanwhile. */
export async function startNameServer(
  zone: Zone,
  silent: ReadonlySet<string> = new Set(),
): Promise<NameServer> {
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => {
    const { name, type, end } = readQuestion(query);
    if (silent.has(name)) return;
    const values = valuesOf(zone[name], types[type]);
    const head = Buffer.from(query.subarray(0, 12));
    // An answer of the name's own server; name error when it has nothing.
    head.writeUInt16BE(zone[name] ? 0x8580 : 0x8583, 2);
    head.writeUInt16BE(values.length, 6);
    head.writeUInt32BE(0, 8);
    const records = values.map((value) => recordOf(type, value));
    socket.send(Buffer.concat([head, query.subarray(12, end), ...records]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let offset = 12;
  for (let length = query.readUInt8(offset); length > 0; length = query.readUInt8(offset)) {
    labels.push(query.toString("latin1", offset + 1, offset + 1 + length));
    offset += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), type: query.readUInt16BE(offset + 1), end: offset + 5 };
}

function valuesOf(held: Zone[string] | undefined, type: "TXT" | "MX" | undefined): Buffer[] {
  if (type === "TXT") return (held?.TXT ?? []).map(writeText);
  if (type === "MX") return (held?.MX ?? []).map(([priority, host]) => writeServer(priority, host));
  return [];
}

/** A text in parts of at most 255 bytes. */
function writeText(text: string): Buffer {
  const parts = text.match(/.{1,255}/gs) ?? [""];
  return Buffer.concat(parts.map((part) => Buffer.concat([Buffer.from([part.length]), Buffer.from(part)])));
}

function writeServer(priority: number, host: string): Buffer {
  const head = Buffer.alloc(2);
  head.writeUInt16BE(priority);
  const labels = host.split(".").filter(Boolean);
  const name = labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  return Buffer.concat([head, ...name, Buffer.from([0])]);
}

function recordOf(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(12);
  // The name is the question's, which stands at byte 12.
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(value.length, 10);
  return Buffer.concat([head, value]);
}
