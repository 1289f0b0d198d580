import { describe, expect, it } from "vitest";
import { readTenantWeights } from "./read-tenant-weights.ts";

const [a, b] = ["6f1c3c1e-0d0b-4b57-9a51-2f6f0d6f8e11", "0b2f3c1e-0d0b-4b57-9a51-2f6f0d6f8e22"];

describe("weights of tenants", () => {
  it("are read in any spelling of an id, with blanks around them", () => {
    expect(readTenantWeights(`${a.toUpperCase()}=3, ${b} = 0.5,`)).toEqual(
      new Map([
        [a, 3],
        [b, 0.5],
      ]),
    );
  });

  it.each([a, `${a}=`, `${a}=0`, `${a}=-1`, `${a}=1001`, `${a}=x`, `${a}=Infinity`, "acme=3", "=3"])(
    "are refused when they can't be meant: %s",
    (text) => {
      expect(() => readTenantWeights(text)).toThrow(/is not a tenant's id/);
    },
  );
});
