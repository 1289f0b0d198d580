/** What a tenant, and a project of it, may have only so much of: what that is, and how it becomes less. */
export const QUOTAS = {
  queuedOperations: { noun: "operations that have not started", change: "some start or end" },
  runningOperations: { noun: "running operations", change: "some end" },
  cpuUnits: { noun: "CPU units of running operations", change: "some end" },
  datasetBytes: { noun: "bytes of datasets", change: "some are deleted" },
  artifactBytes: { noun: "bytes of files that operations made", change: "some expire" },
  uploadBytes: { noun: "bytes of one upload", change: "the limit is raised" },
  requestsPerMinute: { noun: "requests of this minute", change: "the next minute begins" },
  streams: { noun: "open live streams", change: "some are closed" },
  webhooks: { noun: "webhooks", change: "some are deleted" },
} as const satisfies Readonly<Record<string, { readonly noun: string; readonly change: string }>>;

export type Quota = keyof typeof QUOTAS;

export const QUOTA_NAMES = Object.keys(QUOTAS) as readonly Quota[];

/** Whose quota it is: the tenant's as a whole, or that of one project. Both hold. */
export const QUOTA_LEVELS = ["tenant", "project"] as const;
export type QuotaLevel = (typeof QUOTA_LEVELS)[number];

/** Limits by quota; what is not named has none. */
export type QuotaLimits = Readonly<Partial<Record<Quota, number>>>;

/** The default limits of tenants and projects. */
export type QuotaDefaults = Readonly<Record<QuotaLevel, QuotaLimits>>;

export const NO_QUOTAS: QuotaDefaults = { tenant: {}, project: {} };

/** What holds where a deployment says nothing. */
export const USUAL_QUOTAS: QuotaDefaults = { tenant: { queuedOperations: 100_000 }, project: {} };

/** The largest limit that can be set: JSON keeps whole numbers up to it. */
export const MOST_OF_QUOTA = Number.MAX_SAFE_INTEGER;

const isQuota = (name: string): name is Quota => Object.hasOwn(QUOTAS, name);
const PART = /^\s*(project\.|tenant\.)?(\w+)\s*=\s*(\d+(?:\.\d+)?|none)\s*$/;

/**
 * Reads `quota=limit,project.quota=none,…`: changes of the usual limits; without a prefix it is the tenant's.
 * @throws Error that says which part is wrong
 */
export function parseQuotas(text: unknown): QuotaDefaults {
  const limits = { tenant: { ...USUAL_QUOTAS.tenant }, project: { ...USUAL_QUOTAS.project } };
  for (const part of String(text).split(",")) {
    if (part.trim() === "") continue;
    const [, prefix, name = "", most = ""] = PART.exec(part) ?? [];
    if (!isQuota(name) || Number(most) > MOST_OF_QUOTA)
      throw new Error(`"${part.trim()}" is not a quota (${QUOTA_NAMES.join(", ")}), "=" and its limit, or none`);
    const own: Partial<Record<Quota, number>> = limits[prefix === "project." ? "project" : "tenant"];
    if (most === "none") delete own[name];
    else own[name] = Number(most);
  }
  return limits;
}
