import { lookup as dnsLookup, type LookupAddress } from "node:dns";
import net, { type LookupFunction, type Socket } from "node:net";
import type { AllowList } from "./allow-list.ts";
import { isAllowedAddress } from "./is-allowed-address.ts";

/** The target is an address that deliveries must not reach. */
export class ForbiddenAddressError extends Error {
  readonly code = "ERR_FORBIDDEN_ADDRESS";

  constructor(host: string) {
    super(`${host} is not a public address`);
    this.name = "ForbiddenAddressError";
  }
}

/** Resolves a name to all its addresses. */
export type Resolver = (
  hostname: string,
  callback: (err: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Judges where a connection leads, at three points that together leave no way round: a literal before connecting, every
 * address that a name resolves to (the connection uses these very answers), and the peer once connected.
 */
export interface AddressGuard {
  /** @throws ForbiddenAddressError when the host is a literal that must not be reached */
  checkLiteral(host: string): void;
  readonly lookup: LookupFunction;
  /** Destroys the socket as soon as it is connected to where it must not be, before anything is written. */
  watch(socket: Socket, host: string): void;
}

const resolveBySystem: Resolver = (hostname, callback) => dnsLookup(hostname, { all: true }, callback);

export function createAddressGuard(allowList: AllowList, resolve: Resolver = resolveBySystem): AddressGuard {
  const isAllowed = (address: string): boolean => isAllowedAddress(address, allowList);
  return {
    checkLiteral(host) {
      const literal = host.replace(/^\[|\]$/g, "");
      if (net.isIP(literal) !== 0 && !isAllowed(literal)) throw new ForbiddenAddressError(host);
    },
    lookup(hostname, options, callback) {
      resolve(hostname, (err, addresses) => {
        if (err !== null) {
          callback(err, []);
          return;
        }
        const [first] = addresses;
        if (first === undefined || !addresses.every(({ address }) => isAllowed(address))) {
          callback(new ForbiddenAddressError(hostname), []);
        } else if (options.all === true) {
          callback(null, addresses);
        } else {
          callback(null, first.address, first.family);
        }
      });
    },
    watch(socket, host) {
      socket.once("connect", () => {
        if (socket.remoteAddress === undefined || !isAllowed(socket.remoteAddress))
          socket.destroy(new ForbiddenAddressError(host));
      });
    },
  };
}
