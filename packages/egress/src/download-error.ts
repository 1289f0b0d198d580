import { ForbiddenAddressError, ForbiddenNameError } from "./address-guard.ts";
import { NotReachedError, ProxyError } from "./egress-proxy.ts";

/** A download failed. The message is safe for the client; only the cause may hold internal names and addresses. */
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

/** The DownloadError of a failed connection. An unknown name gets the same message as a name with a private address. */
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
