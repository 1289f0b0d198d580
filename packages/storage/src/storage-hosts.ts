import { parseS3Location } from "./s3-location.ts";

/** Addresses where the AWS client looks for credentials of a machine, a container or a pod when the environment has none. */
const CREDENTIAL_HOSTS = ["169.254.169.254", "169.254.170.2", "169.254.170.23"];
const AMAZON = ["*.amazonaws.com", "*.amazonaws.com.cn", ...CREDENTIAL_HOSTS];

/**
 * Lists the hosts that a store with this URL connects to; none for a folder. `*.name` means all subdomains, `host:port` one port
 * of a host, and `host` all its ports.
 * @param url a URL for `openBlobStore`
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
