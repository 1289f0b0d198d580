import { execFile } from "node:child_process";
import { createSocket } from "node:dgram";
import { lookup, resolve4 } from "node:dns/promises";
import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { promisify } from "node:util";

/**
 * Tries to get out of this process in the ways that code has.
 * @param url of a server that listens
 * @returns for each way, `open` or the message of what stood in it
 */
export async function tryWaysOut(url: string): Promise<Record<string, string>> {
  const { hostname, port } = new URL(url);
  const ways: Record<string, () => Promise<unknown>> = {
    connection: async () => {
      const socket = connect(Number(port), hostname);
      await once(socket, "connect");
      socket.destroy();
    },
    request: async () => once(request(url).end(), "response"),
    fetch: async () => fetch(url),
    name: async () => lookup("localhost.example"),
    question: async () => resolve4("localhost.example"),
    datagram: async () => {
      const socket = createSocket("udp4");
      try {
        await new Promise((resolve, reject) => {
          socket.send("x", Number(port), hostname, (err) => (err === null ? resolve(null) : reject(err)));
        });
      } finally {
        socket.close();
      }
    },
    local: async () => once(connect("/nowhere/longhaul.sock"), "connect"),
    program: async () => promisify(execFile)(process.execPath, ["-e", "0"]),
  };
  const tried = Object.entries(ways).map(async ([name, way]) => [name, await outcomeOf(way)] as const);
  return Object.fromEntries(await Promise.all(tried));
}

const outcomeOf = (way: () => Promise<unknown>): Promise<string> =>
  way().then(
    () => "open",
    (err: unknown) => (err as Error).message,
  );
