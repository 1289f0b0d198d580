import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { momentOf, usualRule, type DateRule } from "./read-time.ts";
import { scanTime } from "./scan-time.ts";

const american: DateRule = { ...usualRule, yearLast: "mdy", dotted: "mdy" };

/** The time in UTC, with its nanoseconds where it has some. */
function read(text: string, rule: DateRule = usualRule): string | null {
  const scanned = scanTime(text);
  const moment = scanned === null ? null : momentOf(scanned, rule);
  if (moment === null) return null;
  const iso = new Date(moment.seconds * 1000).toISOString().slice(0, 19);
  return moment.nanos === 0 ? iso : `${iso}.${String(moment.nanos).padStart(9, "0").replace(/0+$/, "")}`;
}

/** Every ISO 8601 way to write 2023-12-18T08:05 in UTC that is found in the wild. */
const ISO_SHAPES = ["2023-12-18", "2023/12/18", "20231218"].flatMap((date) =>
  ["T", "t", " "].flatMap((glue) =>
    ["08:05", "08:05:00", "08:05:00.000", "08:05:00,000000", "0805", "080500"].flatMap((clock) =>
      ["", "Z", "z", " Z", "+00:00", "+0000", "+00", " +00:00", "UTC", " UTC", " GMT", "-00:00", "−00:00"].map(
        (zone) => `${date}${glue}${clock}${zone}`,
      ),
    ),
  ),
);

describe("scanTime", () => {
  it("reads every ISO 8601 shape", () => {
    expect(ISO_SHAPES.length).toBeGreaterThan(72);
    expect(ISO_SHAPES.filter((text) => read(text) !== "2023-12-18T08:05:00")).toEqual([]);
  });

  it.each([
    ["2023-12-18T08:05:00 +01:00", "2023-12-18T07:05:00"],
    ["2023-12-18T08:05+01", "2023-12-18T07:05:00"],
    ["2023-12-18T08Z", "2023-12-18T08:00:00"],
    ["2023-W51-1T08:05:00", "2023-12-18T08:05:00"],
    ["2023-352T08:05", "2023-12-18T08:05:00"],
    ["2023-12-18T24:00:00", "2023-12-19T00:00:00"],
    ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00"],
    ["2023-12-18T08:05:00.123456789Z", "2023-12-18T08:05:00.123456789"],
    ["2023-12-18+01:00", "2023-12-17T23:00:00"],
    ["2023-12-18T08:05:00+01:00[Europe/Paris]", "2023-12-18T07:05:00"],
    ["2023-07-18 08:05:00 Europe/Paris", "2023-07-18T06:05:00"],
    ["2023-12-18 08:05:00 America/New_York", "2023-12-18T13:05:00"],
    ["2023-07-18 08:05:00 CEST", "2023-07-18T06:05:00"],
    ["2023-12-18 08:05:00 CET", "2023-12-18T07:05:00"],
    ["2023-12-18 08:05:00 (CET)", "2023-12-18T07:05:00"],
    ["2023-12-18 08:05:00 (UTC+1)", "2023-12-18T07:05:00"],
    ["2023-12-18 08:05:00 (GMT-05:00)", "2023-12-18T13:05:00"],
    ["2023-07-18 08:05:00 (Europe/Berlin)", "2023-07-18T06:05:00"],
    ["2023-12-18 08:05:00 (Pacific Standard Time)", "2023-12-18T16:05:00"],
    ["2023-07-18 08:05:00 (W. Europe Standard Time)", "2023-07-18T06:05:00"],
    ["2023-07-18 08:05:00 (Mitteleuropäische Sommerzeit)", "2023-07-18T06:05:00"],
    ["2023-07-18 08:05:00 (heure d’été d’Europe centrale)", "2023-07-18T06:05:00"],
    ["2023-07-18 08:05:00 (local time)", "2023-07-18T08:05:00"],
    ["2023-07-18 08:05:00 (approx.)", "2023-07-18T08:05:00"],
  ])("reads %s with its zone", (text, time) => {
    expect(read(text)).toBe(time);
  });

  it("reads no time in a zone that isn't known", () => {
    expect(scanTime("2023-12-18 08:05:00 (Ceres Standard Time)")).toBeNull();
    expect(scanTime("2023-12-18 08:05:00 +01:00 (Ceres Standard Time)")).not.toBeNull();
  });

  it.each([
    ["ctime", "Mon Dec 18 08:05:00 2023"],
    ["Java's Date", "Mon Dec 18 08:05:00 UTC 2023"],
    ["JavaScript's Date", "Mon Dec 18 2023 08:05:00 GMT+0000 (Coordinated Universal Time)"],
    ["HTTP", "Mon, 18 Dec 2023 08:05:00 GMT"],
    ["RFC 850", "Monday, 18-Dec-23 08:05:00 GMT"],
    ["Apache", "[18/Dec/2023:08:05:00 +0000]"],
    ["Oracle", "18-DEC-23 08.05.00.000000 AM"],
    ["Portuguese in full", "segunda-feira, 18 de dezembro de 2023 às 08:05:00"],
    ["Turkish in full", "18 Aralık 2023 Pazartesi 08:05:00"],
    ["Danish in full", "mandag den 18. december 2023 kl. 08.05.00"],
    ["Greek in full", "Δευτέρα 18 Δεκεμβρίου 2023 στις 8:05:00 π.μ."],
    ["Chinese with the part of the day", "2023年12月18日 早上8:05:00"],
    ["French of Canada", "18 décembre 2023 à 08 h 05 min 00 s"],
    ["a weekday behind the day", "2023-12-18 Mon 08:05:00"],
    ["Oracle with a zone", "18-DEC-23 08.05.00.000000 AM +00:00"],
    ["DB2", "2023-12-18-08.05.00.000000"],
    ["SAS", "18DEC2023:08:05:00.00"],
    ["SQL Server", "Dec 18 2023  8:05AM"],
    ["figures", "202312180805"],
    ["figures with milliseconds", "20231218080500000"],
    ["seconds since 1970", "1702886700"],
    ["milliseconds", "1702886700000"],
    ["microseconds", "1702886700000000"],
    ["nanoseconds", "1702886700000000000"],
    [".NET ticks", "638384835000000000"],
    ["Windows file time", "133473603000000000"],
    ["an Excel serial", "45278.3368055556"],
    ["an Excel serial with a decimal comma", "45278,3368055556"],
    ["a no-break blank before AM", "Dec 18, 2023, 8:05\u202fAM"],
    ["Chinese", "2023年12月18日 上午8:05"],
    ["Japanese", "2023年12月18日 8時05分00秒"],
    ["Korean", "2023. 12. 18. 오전 8:05:00"],
    ["Arabic figures", "٢٠٢٣-١٢-١٨ ٠٨:٠٥"],
    ["full-width figures", "２０２３－１２－１８　０８：０５"],
    ["a slash before the clock", "2023-12-18/08:05:00"],
    ["an underscore", "2023-12-18_08:05:00"],
    ["a word", "2023-12-18 at 08:05"],
    ["dots in the clock", "18-12-2023:08.05"],
    ["French hours", "18/12/2023 8h05"],
    ["German", "18.12.2023, 08:05 Uhr"],
    ["Czech blanks", "18. 12. 2023 8:05"],
    ["a colon before milliseconds", "2023-12-18 08:05:00:000"],
    ["a Japanese weekday", "2023/12/18(月) 08:05"],
    ["a Chinese weekday", "2023年12月18日 星期一 8时05分"],
    ["a Japanese era", "令和5年12月18日 8時05分"],
    ["Polish words", "18 grudnia 2023 r. 08:05"],
    ["Russian words", "18.12.2023 г., 08:05:00 ч."],
    ["Vietnamese order", "08:05:00 18/12/2023"],
    ["LDAP", "20231218080500.0Z"],
    ["LDAP with an offset", "20231218090500+0100"],
  ])("reads what %s writes", (_writer, text) => {
    expect(read(text)).toBe("2023-12-18T08:05:00");
  });

  it.each(["en", "fr", "de", "es", "it", "pt", "nl", "pl", "ru", "tr", "sv", "da", "nb", "fi", "cs", "hu", "ro", "uk"])(
    "reads the months of %s, long and short",
    (language) => {
      const unread: string[] = [];
      for (const month of ["long", "short"] as const)
        for (let at = 0; at < 12; at++) {
          const date = new Date(Date.UTC(2023, at, 18));
          const style = { day: "numeric", month, year: "numeric", timeZone: "UTC" } as const;
          const text = new Intl.DateTimeFormat(language, style).format(date);
          if (read(`${text} 08:05`) !== `2023-${String(at + 1).padStart(2, "0")}-18T08:05:00`) unread.push(text);
        }
      expect(unread).toEqual([]);
    },
  );

  it("reads a half day in any spelling, before or behind", () => {
    const texts = [
      "8:05 PM",
      "8:05pm",
      "8:05 p.m.",
      "8:05 p. m.",
      "8:05\u00a0PM",
      "08:05:00 P.M.",
      "下午 8:05",
      "20:05 PM",
    ];
    expect(texts.map((text) => read(`18/12/2023 ${text}`))).toEqual(texts.map(() => "2023-12-18T20:05:00"));
    expect(read("12/18/2023 12:05 AM", american)).toBe("2023-12-18T00:05:00");
    expect(read("12/18/2023 12:05 PM", american)).toBe("2023-12-18T12:05:00");
  });

  it.each([
    "", "hello", "12-5", "10.5", "A-12", "Case 12", "v1.2.3", "may 5", "Mai 2023", "2023-13-45", "2023-02-29", "31/04/2023",
    "2023-12-18 25:00", "2023-12-18 08:61", "2023-12-18 08:05 soon", "18 Foo 2023", "1234-56", "192.168.1.10", "12:34:56:78",
  ])("takes %j for no time", (text) => {
    expect(read(text)).toBeNull();
  }); // prettier-ignore

  it("reads back every moment in every order of the date", () => {
    const moment = fc.integer({ min: 0, max: 4_000_000_000 });
    fc.assert(
      fc.property(moment, fc.constantFrom("/", "-", "."), (seconds, separator) => {
        const iso = new Date(seconds * 1000).toISOString().slice(0, 19);
        const [year, month, day, clock] = [iso.slice(0, 4), iso.slice(5, 7), iso.slice(8, 10), iso.slice(11)];
        expect(read(`${[year, month, day].join(separator)} ${clock}`)).toBe(iso);
        expect(read(`${[day, month, year].join(separator)} ${clock}`)).toBe(iso);
        expect(read(`${[month, day, year].join(separator)} ${clock}`, american)).toBe(iso);
        expect(read(iso.replaceAll(/[-:]/g, ""))).toBe(iso);
      }),
    );
  });
});
