import type { LookupAddress } from "node:dns";
import { readFile } from "node:fs/promises";
import { isIP } from "node:net";

/** The system's own list of names, which goes before name servers. */
export interface HostsFile {
  /** The addresses of a name, none when it isn't listed. */
  find(name: string): Promise<readonly LookupAddress[]>;
}

const PATH = process.platform === "win32" ? String.raw`C:\Windows\System32\drivers\etc\hosts` : "/etc/hosts";
/** A change of the file is heard of after this time. */
const FRESH_MS = 5000;

export function createHostsFile(path = PATH): HostsFile {
  let names: Promise<ReadonlyMap<string, readonly LookupAddress[]>> | null = null;
  let readAt = 0;
  return {
    async find(name) {
      if (names === null || performance.now() - readAt > FRESH_MS) {
        readAt = performance.now();
        // A system without the file has no names in it.
        names = readFile(path, "utf8").then(parseHosts, () => new Map());
      }
      return (await names).get(name.toLowerCase()) ?? [];
    },
  };
}

/** Reads lines of an address and its names; what follows a `#` is a comment. */
export function parseHosts(text: string): Map<string, LookupAddress[]> {
  const names = new Map<string, LookupAddress[]>();
  for (const line of text.split(/\r?\n/)) {
    const [address = "", ...hosts] = line.replace(/#.*/, "").trim().split(/\s+/);
    const family = isIP(address);
    if (family === 0) continue;
    for (const host of hosts) {
      const known = names.get(host.toLowerCase()) ?? [];
      if (!known.some((entry) => entry.address === address)) known.push({ address, family });
      names.set(host.toLowerCase(), known);
    }
  }
  return names;
}
