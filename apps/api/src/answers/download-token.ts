import { createHmac, timingSafeEqual } from "node:crypto";

const KINDS = ["artifact", "results", "dataset"] as const;
type DownloadKind = (typeof KINDS)[number];

/** What a download URL gives access to. */
export interface DownloadGrant {
  /** One artifact, all results of an operation as a ZIP archive, or the table of a version of a dataset or its export. */
  readonly kind: DownloadKind;
  readonly tenantId: string;
  readonly projectId: string;
  /** Id of the artifact, the operation, or the version or export. */
  readonly id: string;
}

export type ReadToken =
  | { readonly outcome: "valid"; readonly grant: DownloadGrant }
  | { readonly outcome: "expired" }
  | { readonly outcome: "invalid" };

const FIELDS = 5;

/** A token that opens one download until `expiresAt`: its claims and their HMAC-SHA256, base64url. */
export function writeDownloadToken(secret: string, grant: DownloadGrant, expiresAt: Date): string {
  const claims = Buffer.from(
    [grant.kind, grant.tenantId, grant.projectId, grant.id, Math.floor(expiresAt.getTime() / 1000)].join(" "),
  );
  return `${claims.toString("base64url")}.${sign(secret, claims).toString("base64url")}`;
}

/** Reads a token that this API gave; comparison takes the same time whatever is wrong. */
export function readDownloadToken(secret: string, token: string, now: Date): ReadToken {
  const [head = "", tail = ""] = token.split(".");
  const claims = Buffer.from(head, "base64url");
  const expected = sign(secret, claims);
  const given = Buffer.from(tail, "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { outcome: "invalid" };
  const fields = claims.toString("utf8").split(" ");
  const [named, tenantId = "", projectId = "", id = "", expires] = fields;
  const kind = KINDS.find((known) => known === named);
  if (fields.length !== FIELDS || kind === undefined) return { outcome: "invalid" };
  if (now.getTime() >= 1000 * Number(expires)) return { outcome: "expired" };
  return { outcome: "valid", grant: { kind, tenantId, projectId, id } };
}

function sign(secret: string, claims: Buffer): Buffer {
  return createHmac("sha256", secret).update("download\0").update(claims).digest();
}
