import { lookup as dnsLookup } from "node:dns";
import http from "node:http";
import https from "node:https";
import net, { type LookupFunction, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { isAllowedAddress } from "./is-allowed-address.ts";

/** The target is an address that deliveries must not reach. */
export class ForbiddenAddressError extends Error {
  readonly code = "ERR_FORBIDDEN_ADDRESS";

  constructor(host: string) {
    super(`${host} is not a public address`);
    this.name = "ForbiddenAddressError";
  }
}

export interface GuardedAgents {
  readonly http: http.Agent;
  readonly https: https.Agent;
  destroy(): void;
}

/**
 * Agents whose sockets only ever reach allowed addresses: literals are judged before connecting, every answer of a
 * look-up is judged, and the peer's address once more after connecting. They must not be shared with other requests,
 * which could leave sockets to elsewhere in the pool.
 */
export function createGuardedAgents(options: {
  readonly allowLoopback: boolean;
  readonly maxSockets: number;
}): GuardedAgents {
  const isAllowed = (address: string): boolean => isAllowedAddress(address, options);

  const lookup: LookupFunction = (hostname, lookupOptions, callback) => {
    dnsLookup(hostname, { ...lookupOptions, all: true }, (err, addresses) => {
      if (err !== null) {
        callback(err, []);
        return;
      }
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isAllowed(address))) {
        callback(new ForbiddenAddressError(hostname), []);
      } else if (lookupOptions.all === true) {
        callback(null, addresses);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };

  const guard = (connect: () => Duplex | null | undefined, host: string): Duplex => {
    const literal = host.replace(/^\[|\]$/g, "");
    if (net.isIP(literal) !== 0 && !isAllowed(literal)) throw new ForbiddenAddressError(host);
    const socket = connect() as Socket;
    socket.once("connect", () => {
      if (socket.remoteAddress === undefined || !isAllowed(socket.remoteAddress))
        socket.destroy(new ForbiddenAddressError(host));
    });
    return socket;
  };

  class GuardedHttpAgent extends http.Agent {
    override createConnection(...[target, done]: Parameters<http.Agent["createConnection"]>): Duplex {
      return guard(() => super.createConnection({ ...target, lookup }, done), target.host ?? "");
    }
  }
  class GuardedHttpsAgent extends https.Agent {
    override createConnection(...[target, done]: Parameters<https.Agent["createConnection"]>): Duplex {
      return guard(() => super.createConnection({ ...target, lookup }, done), target.host ?? "");
    }
  }
  const common = { keepAlive: true, maxSockets: options.maxSockets, maxFreeSockets: 256, timeout: 60_000 };
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
