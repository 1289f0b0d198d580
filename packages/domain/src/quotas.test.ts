import { expect, it } from "vitest";
import { NO_QUOTAS, parseQuotas } from "./quotas.ts";

it("reads limits of tenants and of projects", () => {
  expect(parseQuotas("queuedOperations=100, project.queuedOperations=5")).toEqual({
    tenant: { queuedOperations: 100 },
    project: { queuedOperations: 5 },
  });
  expect(parseQuotas("tenant.queuedOperations=0")).toEqual({ tenant: { queuedOperations: 0 }, project: {} });
  expect(parseQuotas(" , ")).toEqual(NO_QUOTAS);
});

it.each(["nonsense=1", "toString=1", "queuedOperations", "queuedOperations=-1", "queuedOperations=many", "user.queuedOperations=1", "queuedOperations=99999999999999999999"])(
  "refuses %s, and names it",
  (text) => {
    expect(() => parseQuotas(`queuedOperations=1,${text}`)).toThrow(`"${text}" is not a quota`);
  },
);
