import { describe, expect, it } from "vitest";
import { detectTimeFormat } from "./detect-time-format.ts";

const formatOf = (...values: string[]): string | null => {
  const found = detectTimeFormat(values);
  return found === null ? null : found.format.described;
};

describe("detectTimeFormat", () => {
  it.each([
    ["ISO 8601", "2019-09-23T15:13:05.071"],
    ["ISO 8601", "2019-09-23 15:13:05.071123+02:00"],
    ["ISO 8601", "2019/09/23 15:13"],
    ["ISO 8601", "2019-09-23"],
    ["%d/%m/%y %H:%M", "23/09/19 15:13"],
    ["%m/%d/%Y", "09/23/2019"],
    ["%d.%m.%Y %H:%M:%S", "23.09.2019 15:13:05"],
    ["%m/%d/%Y %I:%M:%S %p", "9/23/2019 3:13:05 PM"],
    ["%d/%m/%Y %H:%M:%S.%n%z", "23/09/2019 15:13:05.5+02:00"],
    ["%d-%b-%Y %H:%M", "23-Sep-2019 15:13"],
    ["%b %d, %Y %I:%M:%S %p", "Sep 23, 2019 3:13:05 PM"],
    ["%Y%m%d", "20190923"],
    ["%Y%m%d%H%M%S", "20190923151305"],
    ["epoch seconds", "1569251585"],
    ["epoch seconds", "1569251585.25"],
    ["epoch milliseconds", "1569251585071"],
    ["epoch microseconds", "1569251585071123"],
    ["epoch nanoseconds", "1569251585071123456"],
  ])("recognises %s", (format, value) => {
    expect(formatOf(value)).toBe(format);
  });

  it("decides between day-first and month-first by the values above 12", () => {
    expect(formatOf("01/02/2020", "03/04/2020", "13/04/2020")).toBe("%d/%m/%Y");
    expect(formatOf("01/02/2020", "03/04/2020", "04/13/2020")).toBe("%m/%d/%Y");
    expect(formatOf("2019-09-12", "2019-19-12")).toBe("%Y-%d-%m");
  });

  it("takes day-first without evidence and says so", () => {
    expect(detectTimeFormat(["01/02/2020", "03/04/2020"])).toMatchObject({
      format: { described: "%d/%m/%Y" },
      isAmbiguous: true,
    });
    expect(detectTimeFormat(["01/02/2020", "13/04/2020"])).toMatchObject({ isAmbiguous: false });
  });

  it("goes with the majority and tells its share", () => {
    expect(detectTimeFormat(["2020-01-01", "2020-01-02", "soon", ""])).toMatchObject({ share: 2 / 3 });
    expect(formatOf("2020-01-01", "soon", "later")).toBeNull();
    expect(formatOf("12", "-", "case 7", "25:61", "2020-13-45")).toBeNull();
  });
});
