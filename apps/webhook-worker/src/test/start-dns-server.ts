import { createSocket, type RemoteInfo } from "node:dgram";
import { once } from "node:events";
import ipaddr from "ipaddr.js";

/** What the server answers for a name: addresses, an error, or nothing at all. */
export type DnsRecord = { readonly addresses: readonly string[]; readonly ttlSec?: number } | "silent" | "servfail";

export interface DnsServer {
  /** `address:port`. */
  readonly address: string;
  /** Answers for names, in lower case; one that isn't among them doesn't exist. A function is asked with the name. */
  answer(records: Readonly<Record<string, DnsRecord>> | ((name: string) => DnsRecord | undefined)): void;
  /** The names asked for, once for each question (two for each look-up: IPv4 and IPv6). */
  readonly questions: string[];
  /** Says of all names that were asked for in vain that they don't exist, and is silent no more. */
  release(): void;
  close(): void;
}

const TYPE_A = 1;
const TYPE_AAAA = 28;
const SERVFAIL = 2;
const NXDOMAIN = 3;

/** A name server on this machine (RFC 1035, over UDP) that says what a test wants. */
export async function startDnsServer(): Promise<DnsServer> {
  const socket = createSocket("udp4");
  const questions: string[] = [];
  const held: (() => void)[] = [];
  let find: (name: string) => DnsRecord | undefined = () => undefined;
  socket.on("message", (query: Buffer, from: RemoteInfo) => {
    const { name, type, end } = readQuestion(query);
    questions.push(name);
    const record = find(name);
    const answer = (found: Exclude<DnsRecord, "silent"> | undefined): void =>
      socket.send(reply(query.subarray(0, end), type, found), from.port, from.address);
    if (record === "silent") held.push(() => answer(undefined));
    else answer(record);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: `127.0.0.1:${socket.address().port}`,
    questions,
    answer(records) {
      find = typeof records === "function" ? records : (name) => records[name];
    },
    release() {
      const before = find;
      find = (name) => {
        const record = before(name);
        return record === "silent" ? undefined : record;
      };
      for (const answer of held.splice(0)) answer();
    },
    close: () => socket.close(),
  };
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function reply(question: Buffer, type: number, record: Exclude<DnsRecord, "silent"> | undefined): Buffer {
  const addresses = typeof record === "object" ? record.addresses.map((text) => ipaddr.parse(text)) : [];
  const wanted = addresses.filter((address) => (address.kind() === "ipv4" ? TYPE_A : TYPE_AAAA) === type);
  const head = Buffer.from(question);
  head.writeUInt16BE(0x8180 | (record === undefined ? NXDOMAIN : record === "servfail" ? SERVFAIL : 0), 2);
  head.writeUInt16BE(wanted.length, 6);
  head.writeUInt32BE(0, 8);
  const answers = wanted.map((address) => {
    const bytes = Buffer.from(address.toByteArray());
    const answer = Buffer.alloc(12);
    // The name is that of the question.
    answer.writeUInt16BE(0xc00c, 0);
    answer.writeUInt16BE(type, 2);
    answer.writeUInt16BE(1, 4);
    answer.writeUInt32BE(typeof record === "object" ? (record.ttlSec ?? 60) : 0, 6);
    answer.writeUInt16BE(bytes.length, 10);
    return Buffer.concat([answer, bytes]);
  });
  return Buffer.concat([head, ...answers]);
}
