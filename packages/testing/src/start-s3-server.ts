import { createHash } from "node:crypto";
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setImmediate } from "node:timers/promises";
import S3rver, { type Context } from "s3rver";

/** s3rver's only account. */
export const S3_CREDENTIALS = { AWS_ACCESS_KEY_ID: "S3RVER", AWS_SECRET_ACCESS_KEY: "S3RVER" } as const;
export const S3_BUCKET = "blobs";

export interface S3Server {
  readonly endpoint: string;
  /** Method and query names of every request, such as `PUT partNumber uploadId x-id`. */
  readonly requests: readonly string[];
  /** Lets the next request with this method and query parameter meet `act` instead of s3rver. */
  intercept(method: string, parameter: string, act: (ctx: Context) => void): void;
  close(): Promise<void>;
}

/** At a file that is being written; each takes a turn of the event loop and more. */
const MOST_LOOKS = 10_000;

interface Interception {
  readonly method: string;
  readonly parameter: string;
  readonly act: (ctx: Context) => void;
}

/**
 * Starts s3rver, which checks signatures, with what it lacks: it compares SHA-256 checksums, aborts and lists multipart
 * uploads, replaces objects instead of overwriting them under their readers, takes `bytes=0-0` for one byte, has an
 * object on the disk before it answers, and leaves folders for those who are about to write into them.
 */
export async function startS3Server(directory: string): Promise<S3Server> {
  const uploads = join(directory, S3_BUCKET, "._S3rver_uploads");
  const requests: string[] = [];
  let intercepted: Interception | null = null;
  const server = new S3rver({
    port: 0,
    address: "127.0.0.1",
    silent: true,
    directory,
    vhostBuckets: false,
    configureBuckets: [{ name: S3_BUCKET }],
  });
  const { store } = server.context;
  const putObject = store.putObject.bind(store);
  store.putObject = async (object) => {
    const put = await putObject(object);
    const path = store.getResourcePath(object.bucket, object.key, "object");
    // Not for ever: another request may delete it, or put less in its place.
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      if (((await stat(path).catch(() => null))?.size ?? -1) >= put.size) break;
      await setImmediate();
    }
    return put;
  };
  store.deleteObject = async (bucket, key) => {
    const names = ["object", "object.md5", "metadata.json"];
    await Promise.all(names.map((name) => rm(store.getResourcePath(bucket, key, name), { force: true })));
  };
  server.middleware.unshift(async (ctx, next) => {
    requests.push([ctx.method, ...Object.keys(ctx.query)].join(" "));
    if (intercepted?.method === ctx.method && intercepted.parameter in ctx.query) {
      const { act } = intercepted;
      intercepted = null;
      act(ctx);
      return;
    }
    if (ctx.method === "PUT" && ctx.headers["x-amz-copy-source"] === undefined && !(await hasItsChecksum(ctx))) {
      sendXml(ctx, 400, "<Error><Code>BadDigest</Code><Message>the checksum is another</Message></Error>");
      return;
    }
    if (ctx.method === "DELETE" && ctx.query["uploadId"] !== undefined) {
      await rm(join(uploads, ctx.query["uploadId"]), { recursive: true, force: true });
      ctx.status = 204;
      return;
    }
    if (ctx.method === "GET" && "uploads" in ctx.query) {
      sendXml(ctx, 200, await listUploads(uploads));
      return;
    }
    if (ctx.method === "PUT" || ctx.method === "POST") {
      await rm(join(directory, `${ctx.path}._S3rver_object`), { force: true });
    }
    await next();
    if (ctx.headers.range === "bytes=0-0" && ctx.body instanceof Readable) {
      const bytes = await buffer(ctx.body);
      ctx.set("Content-Range", `bytes 0-0/${bytes.length}`);
      ctx.body = bytes.subarray(0, 1);
    }
  });
  const { port } = await server.run();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    intercept: (method, parameter, act) => (intercepted = { method, parameter, act }),
    close: () => server.close(),
  };
}

async function hasItsChecksum(ctx: Context): Promise<boolean> {
  const bytes = await buffer(ctx.req);
  ctx.req = Readable.from([bytes]);
  const expected = ctx.headers["x-amz-checksum-sha256"];
  return expected !== undefined && createHash("sha256").update(bytes).digest("base64") === expected;
}

async function listUploads(folder: string): Promise<string> {
  const ids = await readdir(folder).catch(() => []);
  const entries = ids.map(async (id) => {
    const key = await readFile(join(folder, id, "key"), "utf8");
    const { mtime } = await stat(join(folder, id, "key"));
    return `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${mtime.toISOString()}</Initiated></Upload>`;
  });
  const listed = (await Promise.all(entries)).join("");
  return `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${listed}</ListMultipartUploadsResult>`;
}

function sendXml(ctx: Context, status: number, xml: string): void {
  ctx.status = status;
  ctx.type = "application/xml";
  ctx.body = `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`;
}
