/** A folder, a file or a symbolic link of a layer. */
export type Entry = {
  /** From the image's root, without a slash at either end. */
  readonly path: string;
  /** @default 0: root */
  readonly owner?: number;
} & (
  | { readonly kind: "folder"; readonly mode: number }
  | { readonly kind: "file"; readonly mode: number; readonly content: Buffer }
  | { readonly kind: "link"; readonly target: string }
);

const BLOCK = 512;
const NAME_LENGTH = 100;
const PREFIX_LENGTH = 155;
const types = { file: "0", link: "2", folder: "5" } as const;

/**
 * Writes entries as an archive in the ustar format. Order and times don't depend on who writes it or when: the same
 * entries are the same bytes.
 * @throws Error for a path that the format can't hold.
 */
export function tar(entries: readonly Entry[]): Buffer {
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const blocks = sorted.flatMap((entry) => {
    const content = entry.kind === "file" ? entry.content : Buffer.alloc(0);
    return [header(entry, content.length), content, Buffer.alloc(padding(content.length))];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

const padding = (length: number): number => (BLOCK - (length % BLOCK)) % BLOCK;

function header(entry: Entry, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const [prefix, name] = split(entry.kind === "folder" ? `${entry.path}/` : entry.path);
  block.write(name, 0);
  block.write(octal(entry.kind === "link" ? 0o777 : entry.mode, 8), 100);
  block.write(octal(entry.owner ?? 0, 8), 108);
  block.write(octal(entry.owner ?? 0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(0, 12), 136);
  block.write(" ".repeat(8), 148);
  block.write(types[entry.kind], 156);
  if (entry.kind === "link") block.write(fitting(entry.target), 157);
  block.write("ustar\x0000", 257);
  block.write(octal(0, 8), 329);
  block.write(octal(0, 8), 337);
  block.write(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, "0")}\0`;

/** A long path is held in two parts, divided at a slash. */
function split(path: string): [prefix: string, name: string] {
  if (Buffer.byteLength(path) <= NAME_LENGTH) return ["", path];
  for (let slash = path.indexOf("/"); slash > 0; slash = path.indexOf("/", slash + 1)) {
    const [prefix, name] = [path.slice(0, slash), path.slice(slash + 1)];
    if (Buffer.byteLength(prefix) > PREFIX_LENGTH) break;
    if (name !== "" && Buffer.byteLength(name) <= NAME_LENGTH) return [prefix, name];
  }
  throw new Error(`The path ${path} is too long for an archive in the ustar format.`);
}

function fitting(target: string): string {
  if (Buffer.byteLength(target) > NAME_LENGTH)
    throw new Error(`The link to ${target} is too long for an archive in the ustar format.`);
  return target;
}
