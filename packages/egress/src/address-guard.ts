import type { LookupAddress } from "node:dns";
import { isIP, type LookupFunction, type Socket } from "node:net";
import { callbackify } from "node:util";
import { forbiddenHost, isAllowedAddress, type AllowList } from "@longhaul/domain";

/** The target is, by what its URL says, an address that deliveries must not reach. */
export class ForbiddenAddressError extends Error {
  readonly code = "ERR_FORBIDDEN_ADDRESS";

  constructor(host: string) {
    super(`${host} is not a public address`);
    this.name = "ForbiddenAddressError";
  }
}

/** A name leads to an address that deliveries must not reach. The message is for the operator. */
export class ForbiddenNameError extends Error {
  readonly code = "ERR_FORBIDDEN_NAME";

  constructor(name: string, addresses: readonly LookupAddress[]) {
    super(`${name} leads to ${addresses.map(({ address }) => address).join(", ") || "nowhere"}`);
    this.name = "ForbiddenNameError";
  }
}

/** Gives all addresses of a name. */
export interface AddressResolver {
  /** @param share whose look-up it is, for a resolver that shares itself out */
  resolve(name: string, share: string): Promise<readonly LookupAddress[]>;
}

/**
 * Judges where a connection leads, at three points that together leave no way round: a literal before connecting, every
 * address that a name resolves to (the connection uses these very answers), and the peer once connected.
 */
export interface AddressGuard {
  /** @throws ForbiddenAddressError when the host is a literal that must not be reached */
  checkLiteral(host: string): void;
  /**
   * Looks a name up for a connection that is about to be made, so that this time counts for the share of its tenant; a
   * literal needs none.
   * @throws ForbiddenAddressError, ForbiddenNameError or LookupError
   */
  prepare(host: string, share: string): Promise<void>;
  readonly lookup: LookupFunction;
  /** @throws ForbiddenAddressError when the peer of a connection is one that must not be reached */
  checkPeer(address: string | undefined, host: string): void;
  /** Destroys the socket as soon as it is connected to where it must not be, before anything is written. */
  watch(socket: Socket, host: string): void;
}

/** Share of the look-ups of connections whose prepared answer is gone: by far the fewest. */
const CONNECTIONS = "connections";

export function createAddressGuard(allowList: AllowList, resolver: AddressResolver): AddressGuard {
  const isAllowed = (address: string): boolean => isAllowedAddress(address, allowList);
  const checkLiteral = (host: string): void => {
    if (forbiddenHost(host, allowList) !== null) throw new ForbiddenAddressError(host);
  };
  const checkPeer = (address: string | undefined, host: string): void => {
    if (address === undefined || !isAllowed(address)) throw new ForbiddenAddressError(host);
  };
  const resolve = async (name: string, share: string): Promise<LookupAddress[]> => {
    const addresses = await resolver.resolve(name, share);
    if (addresses.length === 0 || !addresses.every(({ address }) => isAllowed(address)))
      throw new ForbiddenNameError(name, addresses);
    return [...addresses];
  };
  const forConnection = callbackify((name: string) => resolve(name, CONNECTIONS));
  return {
    checkLiteral,
    async prepare(host, share) {
      checkLiteral(host);
      if (isIP(host.replace(/^\[|\]$/g, "")) === 0) await resolve(host, share);
    },
    lookup(hostname, options, callback) {
      forConnection(hostname, (err, addresses) => {
        const [first] = err === null ? addresses : [];
        if (first === undefined) callback(err, []);
        else if (options.all === true) callback(null, addresses);
        else callback(null, first.address, first.family);
      });
    },
    checkPeer,
    watch(socket, host) {
      socket.once("connect", () => {
        try {
          checkPeer(socket.remoteAddress, host);
        } catch (err) {
          socket.destroy(err as Error);
        }
      });
    },
  };
}
