import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { TRIAL } from "../../test/drive-operation.ts";
import { useApi, type Answer } from "../../test/use-api.ts";

describe("the list of operations", () => {
  const api = useApi();

  it("lists by filter, page and cursor, with a summary", async () => {
    const project = randomUUID();
    const token = await api.token({ tenants: { [api.tenantId]: { projects: [project] } } });
    const call = (path: string, json?: unknown): Promise<Answer> =>
      api.call(api.url(`/api/${api.tenantId}/${project}${path}`), { token, ...(json === undefined ? {} : { json }) });
    const ids: string[] = [];
    for (const priority of ["Low", "High", "Critical"])
      ids.unshift((await call("/async/operation", { ...TRIAL, priority })).body["operationId"]);
    const page = await call("/async/operations?pageSize=2&status=initiated,Running&includeDetails=true");
    expect(page.body).toMatchObject({
      page: 1,
      pageSize: 2,
      hasNextPage: true,
      summary: { totalOperations: 3, running: 3, completed: 0 },
    });
    expect((page.body["operations"] as { operationId: string }[]).map((item) => item.operationId)).toEqual(
      ids.slice(0, 2),
    );
    expect(page.body["operations"][0].phases).toHaveLength(3);
    const next = /<([^>]+)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1] ?? "";
    const rest = await api.call(next, { token });
    expect(rest.body).toMatchObject({ hasNextPage: false, operations: [{ operationId: ids[2] }] });
    expect((await call("/async/operations?priority=critical&priority=low")).body["operations"]).toHaveLength(2);
    expect((await call("/async/operations?dateTo=2020-01-01")).body["operations"]).toHaveLength(0);
    const { rows } = await api.ctx().fleetDb.query<{ at: string }>(
      `UPDATE operations SET created_at = date_trunc('second', now()) - interval '23:59:59.3' WHERE id = $1
         RETURNING to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') AS at`,
      [ids[0]],
    );
    // The second that answers show takes in all of its fractions; without an offset it is UTC.
    const at = rows[0]?.at ?? "";
    for (const range of [`${at}Z`, at, `${at}.7Z`, `${at}+00:00`]) {
      const found = await call(`/async/operations?dateFrom=${at}&dateTo=${range}`);
      expect([range, found.body["operations"][0]?.operationId]).toEqual([range, ids[0]]);
    }
    const before = await call(`/async/operations?dateFrom=${at}Z&dateTo=${at}.6Z`);
    expect(before.text).not.toContain(ids[0]);
    for (const query of [
      "status=Odd",
      "pageSize=0",
      "page=x",
      "dateFrom=yesterday",
      "colour=red",
      "page=101&pageSize=100",
      "cursor=bad",
    ]) {
      const answer = await call(`/async/operations?${query}`);
      expect([query, answer.status]).toEqual([query, 400]);
    }
  });
});
