import { ForbiddenAddressError, ForbiddenNameError } from "./address-guard.ts";
import { NotReachedError, ProxyError } from "./egress-proxy.ts";

/** A file could not be had. The message is fit for whoever gave the URL; what names and addresses inside would tell is in the cause. */
export class DownloadError extends Error {
  /** Whether it may succeed later. */
  readonly isTemporary: boolean;

  constructor(message: string, { isTemporary, cause }: { readonly isTemporary: boolean; readonly cause?: unknown }) {
    super(message, { cause });
    this.name = "DownloadError";
    this.isTemporary = isTemporary;
  }
}

const NOT_PUBLIC = "the URL doesn't lead to a public address";

/** What a failed connection, or one that broke, says to whoever gave the URL. A name that isn't there is told as one that leads inside. */
export function downloadErrorOf(err: unknown): DownloadError {
  if (err instanceof DownloadError) return err;
  const code = err instanceof Error && "code" in err ? String(err.code) : "";
  if (err instanceof ForbiddenAddressError || err instanceof ForbiddenNameError)
    return new DownloadError(NOT_PUBLIC, { isTemporary: false, cause: err });
  if (code === "ENOTFOUND" || code === "ENODATA")
    return new DownloadError(NOT_PUBLIC, { isTemporary: true, cause: err });
  if (err instanceof ProxyError || err instanceof NotReachedError)
    return new DownloadError(err.message, { isTemporary: true, cause: err });
  return new DownloadError(`the connection failed (${code === "" ? "no reason given" : code})`, {
    isTemporary: true,
    cause: err,
  });
}
