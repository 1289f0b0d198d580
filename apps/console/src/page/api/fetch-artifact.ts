import type { Artifact } from "@longhaul/contracts";
import { watchedFetch } from "./connection.ts";
import { serviceUrl } from "../router/router.ts";

/** Reads an artifact from where the console comes from, whatever host its address names. */
export async function fetchArtifact({ downloadUrl }: Artifact, signal?: AbortSignal): Promise<Blob> {
  const path = downloadUrl.slice(downloadUrl.lastIndexOf("/downloads/") + 1);
  const response = await watchedFetch(new URL(path, serviceUrl), signal === undefined ? {} : { signal });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return response.blob();
}

/** The name that its address ends with. */
export const fileNameOf = ({ downloadUrl }: Artifact): string =>
  decodeURIComponent(downloadUrl.slice(downloadUrl.lastIndexOf("/") + 1));
