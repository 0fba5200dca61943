import { once } from "node:events";
import net from "node:net";
import grpc from "@grpc/grpc-js";
import { expect, onTestFinished, test } from "vitest";
import { InitializationFailure } from "../../../toolchain/plugins/protocol/initialization-failure.ts";
import { listen, messageLimits } from "../../../toolchain/plugins/protocol/serve.ts";
import { unary } from "../../../toolchain/plugins/protocol/unary-call.ts";

const HEADERS = 1;
const CONTINUATION = 9;
const END_HEADERS = 4;

function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
}

/** One call with an empty message, its headers spelled out as HPACK's literals. */
function callOf(path: string): Buffer {
  const headers = Buffer.concat([
    Buffer.from([0x83, 0x86, 0x04]),
    text(path),
    Buffer.from([0x01]),
    text("localhost"),
    Buffer.from([0x0f, 0x10]),
    text("application/grpc"),
    Buffer.from([0x00]),
    text("te"),
    text("trailers"),
  ]);
  return Buffer.concat([
    Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    frame(4, 0, 0, Buffer.alloc(0)),
    frame(HEADERS, END_HEADERS, 1, headers),
    frame(0, 1, 1, Buffer.alloc(5)),
  ]);
}

/** Bytes of the header blocks up to the end of the stream's last one, or which frame came instead of it. */
function headerBytesIn(received: Buffer): number | string | undefined {
  let bytes = 0;
  for (let at = 0; at + 9 <= received.length;) {
    const length = received.readUIntBE(at, 3);
    const type = received.readUInt8(at + 3);
    if (at + 9 + length > received.length) return undefined;
    if (type === 3 || type === 7) return `frame of type ${type}`;
    if (type === HEADERS || type === CONTINUATION) {
      bytes += length;
      if ((received.readUInt8(at + 4) & END_HEADERS) !== 0) return bytes;
    }
    at += 9 + length;
  }
  return undefined;
}

// The engine's client takes headers up to 16 MB. The one in Node takes 64 KB, so the frames are read here by hand.
test("a failure with the state of a large object leaves the plugin whole", async () => {
  const server = new grpc.Server(messageLimits);
  const state = { data: "x".repeat(1_000_000) };
  const bytes = (value: Buffer): Buffer => value;
  const method = { path: "/test.Test/Create", requestStream: false, responseStream: false } as const;
  const codecs = {
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  };
  server.addService(
    { create: { ...method, ...codecs } },
    {
      create: unary<Buffer, Buffer>(() => {
        throw new InitializationFailure("late", { id: "shop/web", state }, []);
      }),
    },
  );
  const socket = net.connect(await listen(server), "127.0.0.1");
  onTestFinished(() => {
    socket.destroy();
    server.forceShutdown();
  });
  await once(socket, "connect");
  socket.write(callOf(method.path));
  let received = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
  });
  await expect.poll(() => headerBytesIn(received), { timeout: 20_000 }).toBeGreaterThan(1_000_000);
});
