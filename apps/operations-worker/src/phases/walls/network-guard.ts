import dgram from "node:dgram";
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import { Socket } from "node:net";
import { PhaseError } from "@longhaul/operations/phase-context";

/** `*`, `*.name` for all names below it, `host`, or `host:port`. */
type HostPattern = string;

/** What an operator may write: names in small letters, addresses of IPv6 in brackets. */
export const HOST_PATTERN = /^(?:\*|(?:\*\.)?[a-z0-9][a-z0-9.-]*(?::\d{1,5})?|\[[0-9a-f:.]+\](?::\d{1,5})?)$/;

/** The pattern with which an operator allows all hosts. */
export const ANY_HOST: HostPattern = "*";

/**
 * Closes this process's ways to the network but those to some hosts: connections, names, datagrams, and sockets of the
 * machine, such as a database's. It stops mistakes and libraries, not code that means to get out; that, the kernel must.
 */
export function guardNetwork(hosts: readonly HostPattern[]): void {
  if (hosts.includes(ANY_HOST)) return;
  guardConnections(hosts);
  guardNames(hosts);
  for (const name of ["bind", "connect", "send"] as const)
    Object.defineProperty(dgram.Socket.prototype, name, { value: () => refuse("datagrams") });
}

/** Whether one of the patterns means this host and port. */
export function isReachable(hosts: readonly HostPattern[], host: string, port?: number): boolean {
  return hosts.some((pattern) => {
    const [name, ownPort] = splitPort(pattern);
    const isNamed = name.startsWith("*.") ? host.endsWith(name.slice(1)) : host === name;
    return isNamed && (ownPort === undefined || port === undefined || Number(ownPort) === port);
  });
}

/** IPv6 addresses have colons of their own and stand in brackets before a port. */
function splitPort(pattern: HostPattern): readonly [string, string | undefined] {
  const found = /^(?:\[(?<bracketed>.+)\]|(?<plain>[^:]*)):(?<port>\d+)$/.exec(pattern)?.groups;
  return [found?.["bracketed"] ?? found?.["plain"] ?? pattern.replace(/^\[(.+)\]$/, "$1"), found?.["port"]];
}

function refuse(target: string): never {
  throw new PhaseError(
    "network_closed",
    `phases have no network beyond storage: ${target} can't be reached; the operator of the worker can name hosts in PHASE_HOSTS`,
  );
}

type ConnectOptions = { readonly host?: string; readonly port?: number | string; readonly path?: string };

function guardConnections(hosts: readonly HostPattern[]): void {
  // Everything that connects comes through here: TLS, HTTP, fetch.
  const connect = Reflect.get(Socket.prototype, "connect");
  const guarded = function (this: Socket, ...given: unknown[]): unknown {
    const { host = "localhost", port, path } = readTarget(given);
    if (path !== undefined && path !== null) refuse(`the socket ${path}`);
    if (!isReachable(hosts, host.toLowerCase(), Number(port))) refuse(`${host}:${port}`);
    return Reflect.apply(connect, this, given);
  };
  Object.defineProperty(Socket.prototype, "connect", { value: guarded });
}

/** The arguments of `connect`: options, a port and a host, a path, or a list that begins with options, as Node calls itself. */
function readTarget([first, second]: readonly unknown[]): ConnectOptions {
  if (Array.isArray(first)) return readTarget(first);
  if (typeof first === "object" && first !== null) return first;
  if (typeof first === "string" && !/^\d+$/.test(first)) return { path: first };
  return { port: Number(first), ...(typeof second === "string" ? { host: second } : {}) };
}

function guardNames(hosts: readonly HostPattern[]): void {
  const places: readonly object[] = [
    dns,
    dns.promises,
    dns.Resolver.prototype,
    dns.promises.Resolver.prototype,
    // Both have a class above them that has the questions.
    Object.getPrototypeOf(dns.Resolver.prototype),
    Object.getPrototypeOf(dns.promises.Resolver.prototype),
  ];
  for (const place of places) {
    if (place === Object.prototype) continue;
    for (const name of Object.getOwnPropertyNames(place).filter((key) => /^(?:lookup|resolve|reverse)/.test(key))) {
      const ask: unknown = Reflect.get(place, name);
      if (typeof ask !== "function") continue;
      const guarded = function (this: unknown, target: unknown, ...others: unknown[]): unknown {
        if (typeof target === "string" && !isReachable(hosts, target.toLowerCase())) refuse(`the name ${target}`);
        return Reflect.apply(ask, this, [target, ...others]);
      };
      Object.defineProperty(place, name, { value: guarded, configurable: true, enumerable: true });
    }
  }
  syncBuiltinESMExports();
}
