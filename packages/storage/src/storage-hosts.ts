import { parseS3Location } from "./s3-location.ts";

/** Where Amazon's client asks for the credentials of a machine, a container or a pod when its environment has none. */
const CREDENTIAL_HOSTS = ["169.254.169.254", "169.254.170.2", "169.254.170.23"];
const AMAZON = ["*.amazonaws.com", "*.amazonaws.com.cn", ...CREDENTIAL_HOSTS];

/**
 * Hosts that a store of this URL speaks with: none for a folder. `*.name` means all names below that one, `host:port` a
 * port of a host, a host alone all of its ports.
 * @param url as `openBlobStore` takes it
 */
export function storageHosts(url: string): readonly string[] {
  if (new URL(url).protocol !== "s3:") return [];
  const { endpoint } = parseS3Location(url);
  if (endpoint === undefined) return AMAZON;
  const { hostname, port, protocol } = new URL(endpoint);
  const at = port === "" ? (protocol === "https:" ? "443" : "80") : port;
  // The bucket may be a part of the name.
  return [`${hostname}:${at}`, `*.${hostname}:${at}`];
}
