import { ForbiddenAddressError, ForbiddenNameError, NotReachedError, ProxyError } from "@longhaul/egress";
import { LookupError } from "../resolving/lookup-error.ts";
import type { SendOutcome } from "./sender.ts";

const MAX_MESSAGE_CHARACTERS = 500;
const TLS_CODE = /^(ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/;

/**
 * A name that doesn't exist and a name with an internal address get the same message, or a tenant could find out which internal
 * names exist.
 */
const NO_PUBLIC_ADDRESS = "the URL's name doesn't lead to a public address";

/** Turns a thrown error into the outcome of an attempt. HTTP clients wrap the cause, so it searches the whole chain. */
export function describeFailure(err: unknown, didTimeOut: boolean): SendOutcome {
  const chain = causesOf(err);
  if (chain.some((cause) => cause instanceof ForbiddenAddressError || codeOf(cause) === "ERR_FORBIDDEN_ADDRESS")) {
    return { outcome: "failed", kind: "forbidden_address", message: "the URL leads to an address that is not public" };
  }
  const lookup = chain.find((cause) => cause instanceof LookupError || cause instanceof ForbiddenNameError);
  if (lookup !== undefined) return describeLookup(lookup);
  const proxy = chain.find((cause) => cause instanceof ProxyError);
  if (proxy !== undefined) return { outcome: "failed", kind: "proxy_error", message: messageOf(proxy) };
  const unreached = chain.find((cause) => cause instanceof NotReachedError);
  if (unreached !== undefined) {
    const detail = `${messageOf(unreached)}: ${messageOf(unreached.cause)}`;
    return { outcome: "failed", kind: "network_error", message: messageOf(unreached), detail };
  }
  if (didTimeOut) return { outcome: "failed", kind: "timeout", message: "no complete answer within the timeout" };
  const bad = chain.find((cause) => TLS_CODE.test(codeOf(cause)));
  if (bad !== undefined) return { outcome: "failed", kind: "tls_error", message: messageOf(bad) };
  return { outcome: "failed", kind: "network_error", message: messageOf(chain.at(-1)) };
}

function describeLookup(err: LookupError | ForbiddenNameError): SendOutcome {
  const failed = { outcome: "failed", detail: messageOf(err) } as const;
  if (err instanceof ForbiddenNameError || err.failure === "none")
    return { ...failed, kind: "no_public_address", message: NO_PUBLIC_ADDRESS };
  return err.failure === "timeout"
    ? { ...failed, kind: "timeout", message: "no name server answered for the URL's name within the timeout" }
    : { ...failed, kind: "network_error", message: "the name servers could not tell the address of the URL's name" };
}

const MAX_CAUSES = 5;

function causesOf(err: unknown): unknown[] {
  const chain = [err];
  for (let next = err; next instanceof Error && next.cause !== undefined && chain.length < MAX_CAUSES;) {
    next = next.cause;
    chain.push(next);
  }
  return chain.flatMap((cause) =>
    cause instanceof AggregateError ? [cause, ...(cause.errors as unknown[])] : [cause],
  );
}

function codeOf(err: unknown): string {
  return err instanceof Error && "code" in err && typeof err.code === "string" ? err.code : "";
}

function messageOf(err: unknown): string {
  const text = err instanceof Error ? err.message || codeOf(err) : String(err);
  return text.slice(0, MAX_MESSAGE_CHARACTERS);
}
