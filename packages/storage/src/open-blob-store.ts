import { fileURLToPath } from "node:url";
import type { BlobStore } from "./blob-store.ts";
import { createFileStore } from "./file-store.ts";
import { parseS3Location } from "./s3-location.ts";
import { createS3Store } from "./s3-store.ts";

const FORMS = "use file:///absolute/folder or s3://bucket/prefix?region=…&endpoint=…";

/**
 * Opens the store that a URL names: `file:///absolute/folder`, or `s3://bucket/prefix?region=…&endpoint=…` with the
 * credentials of the standard AWS environment variables (`region` may come from `AWS_REGION`; `endpoint` is that of a
 * server that isn't Amazon's, asked in path style unless `pathStyle=false`). Nothing is created or contacted before it is used; a bucket must exist.
 * @throws Error when the URL is invalid, its scheme is not supported, or it has parts that an `s3:` URL may not have
 */
export function openBlobStore(url: string): BlobStore {
  if (!URL.canParse(url)) {
    throw new Error(`the storage URL is not a URL; ${FORMS}`);
  }
  const { protocol } = new URL(url);
  if (protocol === "file:") {
    return createFileStore(fileURLToPath(url));
  }
  if (protocol === "s3:") {
    const location = parseS3Location(url);
    // The S3 client is loaded on first use: it costs each process 35 MB and 200 ms.
    const openBucket = async () => (await import("./s3-bucket.ts")).createS3Bucket(location);
    return createS3Store(openBucket, location.prefix);
  }
  throw new Error(`storage ${protocol}// is not supported; ${FORMS}`);
}
