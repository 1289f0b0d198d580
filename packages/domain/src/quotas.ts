/** What a tenant, and a project of it, may have only so much of: what that is, and how it becomes less. */
export const QUOTAS = {
  queuedOperations: { noun: "operations that have not started", change: "some start or end" },
} as const satisfies Readonly<Record<string, { readonly noun: string; readonly change: string }>>;

export type Quota = keyof typeof QUOTAS;

export const QUOTA_NAMES = Object.keys(QUOTAS) as readonly Quota[];

/** Whose quota it is: the tenant's as a whole, or that of one project. Both hold. */
export const QUOTA_LEVELS = ["tenant", "project"] as const;
export type QuotaLevel = (typeof QUOTA_LEVELS)[number];

/** Limits by quota; what is not named has none. */
export type QuotaLimits = Readonly<Partial<Record<Quota, number>>>;

/** The limits of tenants and projects of which nothing else was said. */
export type QuotaDefaults = Readonly<Record<QuotaLevel, QuotaLimits>>;

export const NO_QUOTAS: QuotaDefaults = { tenant: {}, project: {} };

/** The largest limit that can be set: JSON keeps whole numbers up to it. */
export const MOST_OF_QUOTA = Number.MAX_SAFE_INTEGER;

const isQuota = (name: string): name is Quota => Object.hasOwn(QUOTAS, name);

/**
 * Reads `quota=limit,project.quota=limit,…`: without a prefix it is the tenant's.
 * @throws Error that says which part is wrong
 */
export function parseQuotas(text: unknown): QuotaDefaults {
  const limits: Record<QuotaLevel, Partial<Record<Quota, number>>> = { tenant: {}, project: {} };
  for (const part of String(text).split(",")) {
    if (part.trim() === "") continue;
    const [, prefix, name = "", most = ""] = /^\s*(project\.|tenant\.)?(\w+)\s*=\s*(\d+(?:\.\d+)?)\s*$/.exec(part) ?? [];
    if (!isQuota(name) || Number(most) > MOST_OF_QUOTA)
      throw new Error(`"${part.trim()}" is not a quota (${QUOTA_NAMES.join(", ")}), "=" and its limit`);
    limits[prefix === "project." ? "project" : "tenant"][name] = Number(most);
  }
  return limits;
}
