import { DISCOVERY_ALGORITHMS } from "@longhaul/process-mining";
import { describe, expect, it } from "vitest";
import { ALGORITHMS, analysisParametersSchema } from "./parameters.ts";

describe("parameters of ProcessMiningAnalysis", () => {
  it("knows the algorithms of the engine, and no other", () => {
    expect(ALGORITHMS).toEqual(DISCOVERY_ALGORITHMS);
    const { error } = analysisParametersSchema.validate({ algorithm: "omega_miner" });
    for (const algorithm of ALGORITHMS) expect(error?.message).toContain(algorithm);
  });

  it("leaves the noise threshold to the algorithm unless it is given, as a share", () => {
    const { value } = analysisParametersSchema.validate({});
    expect(value).toMatchObject({ algorithm: "inductive_miner_infrequent" });
    expect(value).not.toHaveProperty("noiseThreshold");
    expect(analysisParametersSchema.validate({ noiseThreshold: 20 }).error).toBeDefined();
  });
});
