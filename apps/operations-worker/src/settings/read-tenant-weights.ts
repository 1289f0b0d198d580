import { toGuid } from "@longhaul/domain";

const LEAST = 0.01;
const MOST = 1000;

/** Reads `tenant=weight,…`. @throws Error that says which part is wrong */
export function readTenantWeights(text: unknown): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const part of String(text)
    .split(",")
    .map((item) => item.trim())) {
    if (part === "") continue;
    const [tenantText = "", weightText = ""] = part.split("=");
    const tenant = toGuid(tenantText.trim());
    const weight = weightText.trim() === "" ? NaN : Number(weightText);
    if (tenant === null || !(weight >= LEAST && weight <= MOST))
      throw new Error(`"${part}" is not a tenant's id, "=" and a weight from ${LEAST} to ${MOST}`);
    weights.set(tenant, weight);
  }
  return weights;
}
