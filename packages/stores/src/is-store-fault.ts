/**
 * Error codes of a store (Postgres, Redis, S3, a disk) that is away, restarts, is full or doesn't answer.
 * Sources: errno(3); appendix A of the Postgres manual; Prisma's error reference.
 */
const CODES: ReadonlySet<unknown> = new Set([
  // The network.
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EHOSTUNREACH",
  "EHOSTDOWN",
  "ENETUNREACH",
  "ENETDOWN",
  "ENETRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EADDRNOTAVAIL",
  "EPIPE",
  "ETIMEDOUT",
  "ESOCKETTIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "UND_ERR_SOCKET",
  "ERR_STREAM_PREMATURE_CLOSE",
  // The disk.
  "ENOSPC",
  "EDQUOT",
  "EIO",
  "EROFS",
  "ESTALE",
  "EMFILE",
  "ENFILE",
  // Postgres, outside the classes below: read-only after a failover, a transaction or a lock that took too long,
  // a statement that was cancelled by its time limit, a server that ends, starts, or drops its clients.
  "25006",
  "25P03",
  "25P04",
  "55P03",
  "57014",
  "57P01",
  "57P02",
  "57P03",
  "57P04",
  "57P05",
  // Transactions that conflict: a retry may succeed.
  "40001",
  "40003",
  "40P01",
  // Prisma: can't reach, timed out, closed, no connection of the pool, the transaction's connection, a write conflict.
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  "P2028",
  "P2034",
  // packages/queue.
  "store-unavailable",
]);

/** Postgres: connection exceptions, insufficient resources, errors of the operating system. */
const SQLSTATE_CLASSES = /^(08|53|58)[0-9A-Z]{3}$/;

/** Names of errors without a code: from ioredis, storage, the AWS SDK, AbortSignal.timeout. */
const NAMES: ReadonlySet<string> = new Set([
  "MaxRetriesPerRequestError",
  "StorageFullError",
  "StorageAwayError",
  "TimeoutError",
  "RequestTimeout",
  "RequestTimeoutException",
  "SlowDown",
  "ServiceUnavailable",
  "InternalError",
  "ThrottlingException",
]);

/** The drivers (pg, ioredis) give these no code; Redis sends its codes as the first word. */
const MESSAGES =
  /^(Connection terminated|Connection is closed|Connection ended|Client has encountered a connection error|Client was closed and is not queryable|Cannot use a pool after calling end|timeout exceeded when trying to connect|timeout expired|Query read timeout|Stream isn't writeable|Socket timeout|Command timed out|None of startup nodes|ERR max number of clients|(LOADING|READONLY|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|OOM|MISCONF|NOREPLICAS|BUSY|UNBLOCKED)\b)/i;

/** How deep an error may lie in others, as their cause or one of several. */
const MAX_DEPTH = 6;

/**
 * Whether an error means that a store or the network failed, so that a retry may succeed, and not that this program is wrong.
 * It looks into causes, aggregates and Prisma's driver errors. All packages decide by this function.
 */
export function isStoreFault(err: unknown, depth = 0): boolean {
  if (typeof err !== "object" || err === null || depth > MAX_DEPTH) return false;
  const { code, name, message, syscall, cause, errors, meta, $metadata, originalCode } = err as Partial<
    Record<string, unknown>
  >;
  if (CODES.has(code) || CODES.has(originalCode)) return true;
  if ([code, originalCode].some((text) => typeof text === "string" && SQLSTATE_CLASSES.test(text))) return true;
  // A Unix socket doesn't exist (yet). A missing file isn't a fault of a store.
  if (code === "ENOENT" && syscall === "connect") return true;
  if (typeof name === "string" && NAMES.has(name)) return true;
  if (isServersFault($metadata)) return true;
  if (err instanceof Error && typeof message === "string" && MESSAGES.test(message)) return true;
  const inner = [cause, driverErrorOf(meta), ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
  return inner.some((further) => isStoreFault(further, depth + 1));
}

/** The AWS SDK notes the HTTP status of an answer that it throws. */
function isServersFault(metadata: unknown): boolean {
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return false;
  const status = Number(metadata.httpStatusCode);
  return status >= 500 || status === 429;
}

function driverErrorOf(meta: unknown): unknown {
  return typeof meta === "object" && meta !== null && "driverAdapterError" in meta
    ? meta.driverAdapterError
    : undefined;
}
