export {
  createAddressGuard,
  ForbiddenAddressError,
  ForbiddenNameError,
  type AddressGuard,
  type AddressResolver,
} from "./address-guard.ts";
export { createGuardedAgents, type GuardedAgents, type GuardedAgentsOptions } from "./guarded-agents.ts";
export { NotReachedError, openTunnel, ProxyError, type TunnelDone } from "./egress-proxy.ts";
export { createDownloader, type Download, type Downloader, type DownloaderOptions } from "./create-downloader.ts";
export { DownloadError } from "./download-error.ts";
