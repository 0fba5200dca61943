import { createHash } from "node:crypto";

/** The files of a page as a bundler leaves them, by path: names of built files hold a hash of their content. */
export type BuiltPage = ReadonlyMap<string, Buffer>;

const paragraph = "A sentence that a compressor makes short, because it comes again and again. ";
/** Long enough to be worth compressing. */
const long = paragraph.repeat(20);

/** The smallest picture there is: one transparent dot. */
const dot =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** Bytes that nothing makes shorter, as pictures and fonts are. */
function incompressible(seed: string, blocks = 64): Buffer {
  const hashes = Array.from({ length: blocks }, (_, index) =>
    createHash("sha256").update(`${seed} ${index}`).digest(),
  );
  return Buffer.concat(hashes);
}

/** A script of so many bytes. */
const ofSize = (bytes: number): Buffer => Buffer.from("/".repeat(bytes));

/** A page that says what it is of. Two releases of it have pages of one size, as real ones often do. */
export function builtPage(title: string, version: string): BuiltPage {
  const script = Buffer.from(
    `const release=${JSON.stringify(version)};fetch("/config.json").then((answer)=>answer.json());/* ${long} */\n`,
  );
  const style = Buffer.from(`body{margin:0}/* ${long} */\n`);
  const scriptPath = hashed("assets/index", "js", script);
  const stylePath = hashed("assets/index", "css", style);
  const text = (content: string): Buffer => Buffer.from(content);
  const binary = (ending: string): [string, Buffer] => {
    const content = incompressible(ending);
    return [hashed("assets/sample", ending, content), content];
  };
  return new Map([
    [
      "index.html",
      text(
        `<!doctype html><title>${title}</title><link rel="stylesheet" href="/${stylePath}">` +
          `<script type="module" src="/${scriptPath}"></script><p>${title}, ${version}<!-- ${long} -->\n`,
      ),
    ],
    [scriptPath, script],
    [stylePath, style],
    ["assets/short-4f2a91bc.js", text("export default 1;\n")],
    ["assets/almost-5e3b02cd.js", ofSize(999)],
    ["assets/enough-6f4c13de.js", ofSize(1000)],
    ["assets/mark-77aa01f3.svg", text('<svg xmlns="http://www.w3.org/2000/svg"/>\n')],
    ["assets/dot-0c1d2e3f.png", Buffer.from(dot, "base64")],
    ["favicon.ico", incompressible("icon", 2)],
    ...["jpg", "jpeg", "gif", "woff", "woff2"].map(binary),
    ["data.json", text(JSON.stringify({ long }))],
    ["feed.xml", text(`<feed>${long}</feed>\n`)],
    ["robots.txt", text(`User-agent: *\nAllow: /\n# ${long}\n`)],
    [".well-known/security.txt", text("Contact: mailto:security@example.com\n")],
    // Left behind by a build that copied too much.
    [".env", text("SECRET=must-not-be-served\n")],
  ]);
}

function hashed(name: string, ending: string, content: Buffer): string {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8);
  return `${name}-${hash}.${ending}`;
}
