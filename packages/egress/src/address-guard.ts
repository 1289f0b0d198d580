import type { LookupAddress } from "node:dns";
import { isIP, type LookupFunction, type Socket } from "node:net";
import { callbackify } from "node:util";
import { forbiddenHost, isAllowedAddress, type AllowList } from "@longhaul/domain";

/** A URL names, or a connection reached, an address that is not allowed. */
export class ForbiddenAddressError extends Error {
  readonly code = "ERR_FORBIDDEN_ADDRESS";

  constructor(host: string) {
    super(`${host} is not a public address`);
    this.name = "ForbiddenAddressError";
  }
}

/** A host name resolves to an address that is not allowed. The message is for the operator. */
export class ForbiddenNameError extends Error {
  readonly code = "ERR_FORBIDDEN_NAME";

  constructor(name: string, addresses: readonly LookupAddress[]) {
    super(`${name} leads to ${addresses.map(({ address }) => address).join(", ") || "nowhere"}`);
    this.name = "ForbiddenNameError";
  }
}

/** Resolves a host name to all its addresses. */
export interface AddressResolver {
  /** @param share key of the caller, for a resolver that limits look-ups per key */
  resolve(name: string, share: string): Promise<readonly LookupAddress[]>;
}

/**
 * Checks the target of a connection at three points, so that none can be bypassed: an IP literal before connecting, every
 * address that a name resolves to (the connection uses these answers), and the peer after connecting.
 */
export interface AddressGuard {
  /** @throws ForbiddenAddressError when the host is a literal that must not be reached */
  checkLiteral(host: string): void;
  /**
   * Resolves the name before the connection is made, so that the look-up counts for the tenant's share. An IP literal needs
   * no look-up.
   * @throws ForbiddenAddressError, ForbiddenNameError or LookupError
   */
  prepare(host: string, share: string): Promise<void>;
  readonly lookup: LookupFunction;
  /** @throws ForbiddenAddressError when the peer of a connection is one that must not be reached */
  checkPeer(address: string | undefined, host: string): void;
  /** Destroys the socket when it connects to an address that is not allowed, before anything is written. */
  watch(socket: Socket, host: string): void;
}

/** Share key of look-ups made by connections themselves: these are rare, as `prepare` has usually resolved the name. */
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
