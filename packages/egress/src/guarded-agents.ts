import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import tls from "node:tls";
import type { AddressGuard } from "./address-guard.ts";
import { openTunnel } from "./egress-proxy.ts";

export interface GuardedAgents {
  readonly http: http.Agent;
  readonly https: https.Agent;
  destroy(): void;
}

export interface GuardedAgentsOptions {
  readonly guard: AddressGuard;
  /** Most sockets to one origin. */
  readonly maxSockets: number;
  readonly timeoutMs: number;
  /** When given, every connection is a tunnel through this proxy, which resolves the names. */
  readonly proxyUrl: string | null;
}

type Target = Parameters<https.Agent["createConnection"]>[0];
type Done = Parameters<http.Agent["createConnection"]>[1];

/**
 * Agents whose sockets only ever reach allowed addresses. They must not be shared with other requests, which could leave
 * sockets to elsewhere in the pool.
 */
export function createGuardedAgents({ guard, maxSockets, timeoutMs, proxyUrl }: GuardedAgentsOptions): GuardedAgents {
  const connectDirectly = (host: string, connect: () => Duplex | null | undefined): Duplex => {
    guard.checkLiteral(host);
    const socket = connect() as Socket;
    guard.watch(socket, host);
    return socket;
  };
  const tunnel = (target: Target, done: Done, wrap: (socket: Socket) => Socket): void => {
    const host = target.host ?? "";
    guard.checkLiteral(host);
    const way = { proxyUrl: new URL(proxyUrl ?? ""), host, port: Number(target.port), timeoutMs };
    openTunnel(way, (err, socket) => {
      if (err === null) done?.(null, wrap(socket));
      else done?.(err, undefined as unknown as Duplex);
    });
  };

  class GuardedHttpAgent extends http.Agent {
    override createConnection(target: Target, done?: Done): Duplex | undefined {
      if (proxyUrl === null)
        return connectDirectly(target.host ?? "", () => super.createConnection({ ...target, lookup: guard.lookup }));
      tunnel(target, done, (socket) => socket);
      return undefined;
    }
  }
  class GuardedHttpsAgent extends https.Agent {
    override createConnection(target: Target, done?: Done): Duplex | undefined {
      if (proxyUrl === null)
        return connectDirectly(target.host ?? "", () => super.createConnection({ ...target, lookup: guard.lookup }));
      tunnel(target, done, (socket) => tls.connect({ ...target, socket } as tls.ConnectionOptions));
      return undefined;
    }
  }
  const common = { keepAlive: true, maxSockets, maxFreeSockets: 256, timeout: 60_000 };
  const agents = {
    http: new GuardedHttpAgent(common),
    https: new GuardedHttpsAgent({ ...common, minVersion: "TLSv1.2" }),
  };
  return {
    ...agents,
    destroy() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}
