import { isIP } from "node:net";

/** Networks that names stand for, as in Express. */
const NAMES: ReadonlySet<string> = new Set(["loopback", "linklocal", "uniquelocal"]);

/** The proxies that most deployments have before them: those in private networks. */
export const PRIVATE_PROXIES: readonly string[] = [...NAMES];

/**
 * Reads `TRUSTED_PROXIES`: names of networks, addresses and CIDRs, separated by commas, or `none`.
 * @throws Error that says which part is wrong
 */
export function parseTrustedProxies(text: unknown): readonly string[] {
  const parts = String(text)
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (parts.length === 1 && parts[0] === "none") return [];
  for (const part of parts) {
    if (!NAMES.has(part) && !isNetwork(part))
      throw new Error(`"${part}" is none of ${PRIVATE_PROXIES.join(", ")}, and no address or CIDR`);
  }
  return parts;
}

function isNetwork(text: string): boolean {
  const [, address = "", prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && Number(prefix ?? 0) <= (version === 4 ? 32 : 128);
}
