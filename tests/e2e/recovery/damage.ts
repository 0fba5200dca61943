import { readFileSync, renameSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";

/** Something that befalls a file of the log in the archive. What it answers puts all right again. */
export interface Damage {
  readonly says: string;
  readonly strike: (file: string) => () => void;
}

/** Writes in place, as the store keeps what it knows of an object beside the file's content. */
function changed(file: string, change: () => void): () => void {
  const whole = readFileSync(file);
  change();
  return () => {
    writeFileSync(file, whole);
  };
}

/** In the middle of the rows that a test has written into it. */
const DAMAGED_BYTE = 32 * 1024;

export const damages: readonly Damage[] = [
  {
    says: "is missing",
    strike: (file) => {
      const elsewhere = `${file}.elsewhere`;
      renameSync(file, elsewhere);
      return () => {
        renameSync(elsewhere, file);
      };
    },
  },
  {
    says: "is cut off",
    strike: (file) =>
      changed(file, () => {
        truncateSync(file, Math.floor(statSync(file).size / 2));
      }),
  },
  {
    says: "unpacks well, and has another byte in a record",
    strike: (file) =>
      changed(file, () => {
        const log = gunzipSync(readFileSync(file));
        log.writeUInt8(log.readUInt8(DAMAGED_BYTE) ^ 0xff, DAMAGED_BYTE);
        writeFileSync(file, gzipSync(log));
      }),
  },
];
