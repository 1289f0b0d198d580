import { describe, expect, it } from "vitest";
import { accepted, fileOf } from "../import/test-imports.fixture.ts";

describe("the quality of columns", () => {
  it("says of each what is missing, how many values differ, of which type they are, and what was done to them", async () => {
    const rows = Array.from({ length: 200 }, (_, at) => {
      const second = String(at % 60).padStart(2, "0");
      const start = at === 60 ? "unknown" : `2024-01-02T0${at % 9}:00:00Z`;
      const time = at === 50 ? "later" : at === 70 ? "1970-01-01T00:00:00Z" : `2024-01-02T1${at % 9}:00:${second}Z`;
      const amount = at % 20 === 0 ? "n.n." : String(at);
      return [
        `c${at % 40}`,
        `Step ${Math.floor(at / 40)}`,
        start,
        time,
        at % 10 === 0 ? "" : `user ${at % 7}`,
        amount,
        at % 2 === 0,
      ];
    });
    const { quality } = await accepted(
      await fileOf(`case,activity,start,end,resource,amount,urgent\n${rows.map((row) => row.join(",")).join("\n")}\n`),
    );
    const faultless = { rejected: 0, repaired: 0, doubtful: 0 };
    expect(Object.fromEntries(quality.columns.map(({ column, ...rest }) => [column, rest]))).toEqual({
      case_id: { missing: 0, distinct: 40, valueType: "VARCHAR", typeAgreement: 1, ...faultless },
      activity: { missing: 0, distinct: 5, valueType: "VARCHAR", typeAgreement: 1, ...faultless },
      timestamp: {
        missing: 0,
        distinct: 179,
        valueType: "TIMESTAMP",
        typeAgreement: 0.995,
        rejected: 1,
        repaired: 0,
        doubtful: 1,
      },
      start_timestamp: {
        missing: 1,
        distinct: 9,
        valueType: "TIMESTAMP",
        typeAgreement: 0.995,
        ...faultless,
        repaired: 1,
      },
      resource: { missing: 19, distinct: 7, valueType: "VARCHAR", typeAgreement: 1, ...faultless },
      amount: { missing: 0, distinct: 190, valueType: "BIGINT", typeAgreement: 0.95, ...faultless },
      urgent: { missing: 0, distinct: 2, valueType: "BOOLEAN", typeAgreement: 1, ...faultless },
    });
  });

  it("counts values that only follow behind the sample, and never rounds a disagreement away", async () => {
    const rows = Array.from(
      { length: 30_000 },
      (_, at) => `c${at % 500},s${at % 6},2024-01-01T08:00:00Z,${at === 20_000 ? "many" : at}`,
    );
    const { quality, columns } = await accepted(await fileOf(`case,activity,timestamp,items\n${rows.join("\n")}\n`));
    expect(columns.at(-1)).toMatchObject({ name: "items", type: "VARCHAR" });
    expect(quality.columns.at(-1)).toMatchObject({ valueType: "BIGINT", typeAgreement: 0.9999, distinct: 30_000 });
  });
});
