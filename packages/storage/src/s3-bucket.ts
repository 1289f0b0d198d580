import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
  type CompletedPart,
  type ListMultipartUploadsCommandInput,
  type ListMultipartUploadsCommandOutput,
} from "@aws-sdk/client-s3";
import type { S3Bucket, S3Part } from "./s3-bucket-types.ts";
import type { S3Location } from "./s3-location.ts";

const CONNECT_TIMEOUT_MS = 5_000;
const SOCKET_IDLE_MS = 120_000;
const MAX_SOCKETS = 128;
const MAX_ATTEMPTS = 5;
const KEYS_A_DELETION = 1_000;

/** The few calls of S3 that the store needs. Whatever carries bytes carries their SHA-256, which the server compares. */
export function createS3Bucket(location: S3Location): S3Bucket {
  const { bucket: Bucket, region, endpoint, pathStyle } = location;
  const client = new S3Client({
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    forcePathStyle: pathStyle,
    maxAttempts: MAX_ATTEMPTS,
    // A stream that is checked on the way doesn't let go of its socket when its reader stops early.
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SOCKET_IDLE_MS,
      httpAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
      httpsAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
    },
  });

  return {
    async put(Key, bytes, sha256) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body: bytes, ChecksumSHA256: sha256 }));
    },
    async copy(from, Key) {
      const CopySource = `${Bucket}/${from}`.split("/").map(encodeURIComponent).join("/");
      return (await client.send(new CopyObjectCommand({ Bucket, Key, CopySource })).catch(nullIfMissing)) !== null;
    },
    async createUpload(Key) {
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: "SHA256" }),
      );
      return required(UploadId, "UploadId");
    },
    async uploadPart(Key, UploadId, PartNumber, bytes, sha256, abortSignal) {
      const { ETag } = await client.send(
        new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: bytes, ChecksumSHA256: sha256 }),
        { abortSignal },
      );
      return { number: PartNumber, etag: required(ETag, "ETag"), sha256 };
    },
    async completeUpload(Key, UploadId, parts, MpuObjectSize) {
      const MultipartUpload = { Parts: parts.map(toCompletedPart) };
      await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload, MpuObjectSize }));
    },
    async abortUpload(Key, UploadId) {
      await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch(nullIfMissing);
    },
    async *listUploads(Prefix) {
      let page: ListMultipartUploadsCommandOutput | null = null;
      do {
        const from: Pick<ListMultipartUploadsCommandInput, "KeyMarker" | "UploadIdMarker"> = {
          KeyMarker: page?.NextKeyMarker,
          UploadIdMarker: page?.NextUploadIdMarker,
        };
        page = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix, ...from }));
        for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
          yield { name: required(Key, "Key"), uploadId: required(UploadId, "UploadId"), begunAt: Initiated ?? null };
        }
      } while (page.IsTruncated === true);
    },
    async get(Key, range) {
      const Range = range === undefined ? {} : { Range: range };
      const answer = await client.send(new GetObjectCommand({ Bucket, Key, ...Range })).catch(nullIfMissing);
      if (answer === null) {
        return "missing";
      }
      if (answer === "beyond-the-end") {
        return answer;
      }
      if (!(answer.Body instanceof Readable)) {
        throw new Error("S3 answered without a body");
      }
      const total = answer.ContentRange?.split("/")[1];
      return { stream: answer.Body, sizeBytes: total === undefined ? (answer.ContentLength ?? 0) : Number(total) };
    },
    async head(Key) {
      const answer = await client.send(new HeadObjectCommand({ Bucket, Key })).catch(nullIfMissing);
      return answer === null || answer === "beyond-the-end" ? null : { sizeBytes: answer.ContentLength ?? 0 };
    },
    async *list(Prefix) {
      for await (const { Contents } of paginateListObjectsV2({ client }, { Bucket, Prefix })) {
        for (const { Key, Size, LastModified } of Contents ?? []) {
          yield { name: required(Key, "Key"), sizeBytes: Size ?? 0, modifiedAt: LastModified ?? null };
        }
      }
    },
    async delete(names) {
      if (names.length === 1) {
        await client.send(new DeleteObjectCommand({ Bucket, Key: names[0] }));
        return;
      }
      for (let from = 0; from < names.length; from += KEYS_A_DELETION) {
        const Objects = names.slice(from, from + KEYS_A_DELETION).map((Key) => ({ Key }));
        const { Errors = [] } = await client.send(
          new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
        );
        if (Errors[0] !== undefined) {
          throw new Error(`S3 kept ${Errors.length} objects: ${Errors[0].Code ?? ""} ${Errors[0].Message ?? ""}`);
        }
      }
    },
  };
}

function toCompletedPart({ number, etag, sha256 }: S3Part): CompletedPart {
  return { PartNumber: number, ETag: etag, ChecksumSHA256: sha256 };
}

/** A bucket that isn't there is a fault of the set-up, not a blob that is missing; a HEAD can't tell the two apart. */
function nullIfMissing(err: unknown): null | "beyond-the-end" {
  if (err instanceof S3ServiceException && err.name !== "NoSuchBucket") {
    if (err.$metadata.httpStatusCode === 404) {
      return null;
    }
    if (err.$metadata.httpStatusCode === 416) {
      return "beyond-the-end";
    }
  }
  throw err;
}

function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) {
    throw new Error(`S3 answered without ${name}`);
  }
  return value;
}
