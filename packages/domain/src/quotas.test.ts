import { expect, it } from "vitest";
import { parseQuotas, USUAL_QUOTAS } from "./quotas.ts";

it("reads limits of tenants and of projects, beside the usual ones", () => {
  const { tenant, project } = USUAL_QUOTAS;
  expect(parseQuotas("queuedOperations=7, project.queuedOperations=5")).toEqual({
    tenant: { ...tenant, queuedOperations: 7 },
    project: { ...project, queuedOperations: 5 },
  });
  expect(parseQuotas("tenant.cpuUnits=0.5")).toEqual({ tenant: { ...tenant, cpuUnits: 0.5 }, project });
  expect(parseQuotas("project.webhooks=none,tenant.queuedOperations=none")).toEqual({ tenant: {}, project });
  expect(parseQuotas(" , ")).toEqual(USUAL_QUOTAS);
});

it.each([
  "nonsense=1",
  "toString=1",
  "queuedOperations",
  "queuedOperations=-1",
  "queuedOperations=many",
  "user.queuedOperations=1",
  "queuedOperations=99999999999999999999",
])("refuses %s, and names it", (text) => {
  expect(() => parseQuotas(`queuedOperations=1,${text}`)).toThrow(`"${text}" is not a quota`);
});
