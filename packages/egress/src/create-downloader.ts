import { lookup } from "node:dns/promises";
import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import type { AllowList } from "@longhaul/domain";
import { createAddressGuard } from "./address-guard.ts";
import { DownloadError, downloadErrorOf } from "./download-error.ts";
import { createGuardedAgents } from "./guarded-agents.ts";

export interface DownloaderOptions {
  /** Private networks that downloads may reach. */
  readonly allowList: AllowList;
  /** An HTTP proxy that all connections go through, which resolves the names; null for none. */
  readonly proxyUrl: string | null;
  /** A download fails when the server sends nothing for this long. */
  readonly idleMs: number;
}

/** A download that has started. */
export interface Download {
  /** As the server states it; null when it doesn't. */
  readonly sizeBytes: number | null;
  /** The file's bytes. To stop reading closes the connection. @throws DownloadError */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Downloads files from public addresses. Every redirect is checked like the URL itself. */
export interface Downloader {
  /** @throws DownloadError */
  open(url: string, signal: AbortSignal): Promise<Download>;
  close(): void;
}

const MOST_REDIRECTS = 5;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
/** Beside all of 500 and above. */
const TEMPORARY: readonly number[] = [408, 425, 429];

export function createDownloader({ allowList, proxyUrl, idleMs }: DownloaderOptions): Downloader {
  const guard = createAddressGuard(allowList, { resolve: (name) => lookup(name, { all: true }) });
  const agents = createGuardedAgents({ guard, maxSockets: 16, timeoutMs: idleMs, proxyUrl });

  const request = (url: URL, signal: AbortSignal): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const headers = { accept: "*/*", "accept-encoding": "identity", "user-agent": "Longhaul" };
      const isSecure = url.protocol === "https:";
      const sent = isSecure
        ? https.get(url, { agent: agents.https, headers, signal })
        : http.get(url, { agent: agents.http, headers, signal });
      sent.setTimeout(idleMs, () => sent.destroy(new DownloadError("the server sends nothing", { isTemporary: true })));
      sent.once("response", resolve);
      sent.on("error", reject);
    });

  return {
    async open(first, signal) {
      let url = new URL(first);
      for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
        const response = await request(url, signal).catch((err: unknown) => {
          throw downloadErrorOf(err);
        });
        const { statusCode = 0 } = response;
        if (statusCode === 200) return { sizeBytes: sizeOf(response), chunks: readAll(response) };
        response.destroy();
        if (!REDIRECTS.includes(statusCode)) {
          const isTemporary = statusCode >= 500 || TEMPORARY.includes(statusCode);
          throw new DownloadError(`the server answered ${statusCode}`, { isTemporary });
        }
        url = nextHop(url, response.headers.location);
      }
      throw new DownloadError(`the server redirects more than ${MOST_REDIRECTS} times`, { isTemporary: false });
    },
    close: () => agents.destroy(),
  };
}

/** @throws DownloadError when a redirect leads to a URL that isn't http(s), or from https to http */
function nextHop(url: URL, location: string | undefined): URL {
  const next = location !== undefined && URL.canParse(location, url.href) ? new URL(location, url) : null;
  const allowed = url.protocol === "https:" ? ["https:"] : ["http:", "https:"];
  if (next === null || !allowed.includes(next.protocol) || next.username !== "" || next.password !== "")
    throw new DownloadError("the server redirects to what can't be followed", { isTemporary: false });
  return next;
}

function sizeOf({ headers }: IncomingMessage): number | null {
  const length = Number(headers["content-length"] ?? Number.NaN);
  return Number.isSafeInteger(length) ? length : null;
}

/** The whole body; one that is cut off is an error. */
async function* readAll(response: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) yield chunk;
  } catch (err) {
    throw downloadErrorOf(err);
  } finally {
    response.destroy();
  }
}
