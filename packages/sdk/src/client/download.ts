import { errorOf } from "./longhaul-error.ts";
import type { ClientOptions } from "./transport.ts";

/**
 * @internal The content at a signed URL; without the token, for the URL is one. A relative one is the API's.
 * @throws LonghaulError, also when the hour of the URL is over
 */
export async function download(
  { url, fetch = globalThis.fetch }: ClientOptions,
  downloadUrl: string,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const response = await fetch(new URL(downloadUrl, url), signal === undefined ? {} : { signal });
  if (!response.ok) throw await errorOf(response);
  return response;
}
