import { Prisma, type ApiKey } from "../../generated/client.ts";
import { columnsOf, type ModelRow } from "../model-row.ts";

/** Hashes of its secrets; `previousUntil` is read only while the secret before the last rotation is good. */
const UNREAD = ["hash", "previousHash"] as const satisfies readonly (keyof ApiKey)[];

/** A key of a tenant. Projects that are null are all of the tenant's. */
export type ApiKeyRecord = ModelRow<ApiKey, { readonly projects: readonly string[] | null }, (typeof UNREAD)[number]>;

export const KEY_COLUMNS = `${columnsOf(Prisma.ApiKeyScalarFieldEnum, { alias: "k", unread: [...UNREAD, "previousUntil"], isNamed: true })},
  CASE WHEN k.previous_until > now() THEN k.previous_until END AS "previousUntil"`;

/** Whose keys somebody may see and change: those that reach no further than their own projects. */
export interface KeyReach {
  readonly tenantId: string;
  readonly projects: readonly string[] | "*";
}

/** With `reachOf` as $1 and $2. */
export const WITHIN_REACH = "k.tenant_id = $1 AND ($2::uuid[] IS NULL OR k.projects <@ $2::uuid[])";
export const reachOf = ({ tenantId, projects }: KeyReach): [string, readonly string[] | null] => [
  tenantId,
  projects === "*" ? null : projects,
];
