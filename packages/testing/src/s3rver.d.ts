/** The part of s3rver that tests use. */
declare module "s3rver" {
  import type { IncomingHttpHeaders } from "node:http";
  import type { AddressInfo } from "node:net";
  import type { Readable } from "node:stream";

  interface Context {
    readonly method: string;
    readonly path: string;
    readonly query: Readonly<Record<string, string | undefined>>;
    readonly headers: IncomingHttpHeaders;
    /** What the request's body is read from. */
    req: Readable;
    status: number;
    type: string;
    body: unknown;
    set(header: string, value: string): void;
  }

  interface Store {
    getResourcePath(bucket: string, key: string, resource: string): string;
    putObject(object: { readonly bucket: string; readonly key: string }): Promise<{ readonly size: number }>;
    deleteObject(bucket: string, key: string): Promise<void>;
  }

  interface Options {
    readonly port: number;
    readonly address: string;
    readonly silent: boolean;
    readonly directory: string;
    readonly vhostBuckets: boolean;
    readonly configureBuckets: readonly { readonly name: string }[];
  }

  export default class S3rver {
    constructor(options: Options);
    readonly context: { readonly store: Store };
    readonly middleware: ((ctx: Context, next: () => Promise<void>) => Promise<void>)[];
    run(): Promise<AddressInfo>;
    close(): Promise<void>;
  }
}
