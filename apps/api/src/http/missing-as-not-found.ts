import { BlobNotFoundError } from "@longhaul/storage";
import { notFound } from "./request-scope.ts";

/** A blob that is gone is a resource that there isn't: for the `catch` of reads of the storage. */
export function missingAsNotFound(err: unknown): never {
  throw err instanceof BlobNotFoundError ? notFound() : err;
}
