import { describe, expect, it } from "vitest";
import { parseS3Location } from "./s3-location.ts";

describe("the URL of an S3 store", () => {
  it("names the bucket, and where in it", () => {
    expect(parseS3Location("s3://blobs")).toEqual({
      bucket: "blobs",
      prefix: "",
      region: undefined,
      endpoint: undefined,
      pathStyle: false,
    });
    expect(parseS3Location("s3://blobs/long/haul/?region=eu-west-3")).toMatchObject({
      prefix: "long/haul/",
      region: "eu-west-3",
    });
  });

  it("asks a server of one's own in path style, unless told otherwise", () => {
    const endpoint = encodeURIComponent("http://127.0.0.1:9000");
    expect(parseS3Location(`s3://blobs?endpoint=${endpoint}`)).toMatchObject({
      endpoint: "http://127.0.0.1:9000",
      region: "us-east-1",
      pathStyle: true,
    });
    expect(parseS3Location(`s3://blobs?endpoint=${endpoint}&pathStyle=false`)).toMatchObject({ pathStyle: false });
  });

  it.each([
    ["s3:///prefix", "names no valid bucket"],
    ["s3://No_Bucket", "names no valid bucket"],
    ["s3://blobs/a//b", "prefix may have"],
    ["s3://blobs?regoin=x", 'unknown parameter "regoin"'],
    ["s3://blobs?endpoint=localhost:9000", "endpoint is not"],
  ])("refuses %s", (url, message) => {
    expect(() => parseS3Location(url)).toThrow(message);
  });

  it("refuses credentials, and doesn't repeat them", () => {
    expect(() => parseS3Location("s3://key:hush@blobs")).toThrow(/^(?!.*hush).*AWS_SECRET_ACCESS_KEY/);
  });
});
