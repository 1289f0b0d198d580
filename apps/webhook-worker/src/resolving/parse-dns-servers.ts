import { Resolver } from "node:dns";

/**
 * Reads addresses of name servers, separated by commas, each with a port where it isn't 53.
 * @throws Error when one is no address
 */
export function parseDnsServers(text: string): string[] {
  const servers = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  for (const server of servers) {
    try {
      new Resolver().setServers([server]);
    } catch {
      throw new Error(`${server} is not the address of a name server, such as 10.0.0.2, 10.0.0.2:53 or [fd00::2]:53`);
    }
  }
  return servers;
}
