/** Where the blobs of an S3 store lie. */
export interface S3Location {
  readonly bucket: string;
  /** Begins every object's name, ends with `/`; empty when the bucket is the store's alone. */
  readonly prefix: string;
  /** Undefined where Amazon's own settings say it (`AWS_REGION`). */
  readonly region: string | undefined;
  /** URL of a server that isn't Amazon's. */
  readonly endpoint: string | undefined;
  /** The bucket is a segment of the path instead of a part of the host's name. */
  readonly pathStyle: boolean;
}

const FORM = "use s3://bucket/prefix?region=…&endpoint=…";
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const PREFIX = /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/;
const PARAMETERS: ReadonlySet<string> = new Set(["region", "endpoint", "pathStyle"]);

/**
 * Reads `s3://bucket/prefix?region=…&endpoint=…&pathStyle=…`. A server of one's own (`endpoint`) is asked in path style
 * unless `pathStyle=false`.
 * @throws Error that says what is wrong, without repeating the URL
 */
export function parseS3Location(url: string): S3Location {
  const { host, pathname, searchParams, username, password } = new URL(url);
  if (username !== "" || password !== "") {
    throw new Error("credentials don't belong into the storage URL; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
  }
  if (!BUCKET.test(host)) {
    throw new Error(`the storage URL names no valid bucket; ${FORM}`);
  }
  const path = pathname.replace(/^\/|\/$/g, "");
  if (path !== "" && !PREFIX.test(path)) {
    throw new Error(`the storage URL's prefix may have letters, digits, '.', '_', '-' between its '/'; ${FORM}`);
  }
  const unknown = [...searchParams.keys()].find((name) => !PARAMETERS.has(name));
  if (unknown !== undefined) {
    throw new Error(`the storage URL has an unknown parameter ${JSON.stringify(unknown)}; ${FORM}`);
  }
  const endpoint = searchParams.get("endpoint") ?? undefined;
  if (endpoint !== undefined && !/^https?:\/\/./.test(endpoint)) {
    throw new Error(`the storage URL's endpoint is not an http or https URL; ${FORM}`);
  }
  return {
    bucket: host,
    prefix: path === "" ? "" : `${path}/`,
    region: searchParams.get("region") ?? (endpoint === undefined ? undefined : "us-east-1"),
    endpoint,
    pathStyle: endpoint !== undefined && searchParams.get("pathStyle") !== "false",
  };
}
