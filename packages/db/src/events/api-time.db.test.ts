import { useTestDatabase, patientLimits } from "@longhaul/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDb, type Db } from "../index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());

it("writes each time in UTC, cut to the second, whatever the session's settings", async () => {
  const moments = fc.sample(
    fc.date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true }),
    500,
  );
  for (const settings of ["", "SET LOCAL timezone = 'Asia/Kolkata'; SET LOCAL datestyle = 'German, DMY'"]) {
    const texts = await db.withTransaction(async (tx) => {
      await tx.query(settings);
      const { rows } = await tx.query<{ text: string }>(
        "SELECT api_time(t::timestamptz) AS text FROM unnest($1::text[]) WITH ORDINALITY AS u (t, place) ORDER BY place",
        [moments.map((moment) => moment.toISOString())],
      );
      return rows.map(({ text }) => text);
    });
    expect(texts).toEqual(moments.map((moment) => moment.toISOString().replace(/\.\d+Z$/, "Z")));
  }
});
