import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { durationText, estimateText, moneyText, rateText, sizeText, spanText, timeText } from "./words.ts";

describe("durations in words", () => {
  it.each([
    [0, "0 seconds"],
    [1, "1 second"],
    [420, "7 minutes"],
    [1395, "23 minutes 15 seconds"],
    [2700, "45 minutes"],
    [3600, "1 hour"],
    [3605, "1 hour 5 seconds"],
    [90_061, "1 day 1 hour"],
  ])("writes %d seconds as %s", (seconds, text) => expect(durationText(seconds)).toBe(text));

  it("never writes more than two units", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (seconds) => {
        expect(durationText(seconds).split(" ").length).toBeLessThanOrEqual(4);
      }),
    );
  });
});

describe("estimates in words", () => {
  it.each([
    [2700, 3600, "45-60 minutes"],
    [900, 900, "15 minutes"],
    [4500, 5400, "75-90 minutes"],
    [5, 12, "5-12 seconds"],
    [1, 1, "1 second"],
    [0, 0, "1 second"],
    [60, 130, "1-3 minutes"],
    [7000, 14_400, "2-4 hours"],
  ])("writes %d to %d seconds as %s", (lowSec, highSec, text) => expect(estimateText({ lowSec, highSec })).toBe(text));
});

describe("sizes, money, spans, rates, times", () => {
  it.each([
    [0, "0 bytes"],
    [1, "1 byte"],
    [999, "999 bytes"],
    [3_200_000, "3.2 MB"],
    [890_000, "890 KB"],
    [999_960, "1 MB"],
    [45_700_000, "45.7 MB"],
    [6_200_000_000, "6.2 GB"],
  ])("writes %d bytes as %s", (bytes, text) => expect(sizeText(bytes)).toBe(text));

  it("writes the others as the contract shows them", () => {
    expect(moneyText(2.449)).toBe("$2.45");
    expect(spanText(15_120)).toBe("4.2 hours");
    expect(spanText(3600)).toBe("1 hour");
    expect(spanText(86.4)).toBe("1.4 minutes");
    expect(spanText(432_000)).toBe("5 days");
    expect(rateText(1889.6)).toBe("1890 records/minute");
    expect(timeText(new Date("2024-01-20T11:15:00.999Z"))).toBe("2024-01-20T11:15:00Z");
  });

  it("writes a time to the second, of any day in any order", () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (time) => {
        expect(timeText(time)).toBe(`${time.toISOString().replace(/\.\d+Z$/, "")}Z`);
      }),
    );
    expect(() => timeText(new Date(NaN))).toThrow(RangeError);
  });
});
