import { once } from "node:events";
import { createServer } from "node:net";

/** Addresses to test: another program may listen on the loopback address only. */
const HOSTS = ["127.0.0.1", "::"] as const;

const MAX_PORT = 65_535;

/** Whether nobody listens on this TCP port right now. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of HOSTS) {
    if ((await tryToListen(port, host)) === "taken") {
      return false;
    }
  }
  return true;
}

/** The first port from `first` upwards that nobody listens on. */
export async function findFreePortFrom(first: number): Promise<number> {
  for (let port = first; port <= MAX_PORT; port++) {
    if (await isPortFree(port)) {
      return port;
    }
  }
  throw new Error(`no TCP port from ${first} upwards is free`);
}

/** A TCP port of 127.0.0.1 that the system picks. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") {
    throw new Error("the operating system gave no TCP port");
  }
  return address.port;
}

async function tryToListen(port: number, host: string): Promise<"free" | "taken"> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", (err: NodeJS.ErrnoException) => {
      // A machine without IPv6 has no IPv6 address, so the port isn't taken there.
      resolve(err.code === "EAFNOSUPPORT" || err.code === "EADDRNOTAVAIL" ? "free" : "taken");
    });
    server.listen({ port, host }, () => server.close(() => resolve("free")));
  });
}
